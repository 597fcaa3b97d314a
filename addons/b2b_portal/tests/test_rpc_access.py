import json
import re

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PortalCase

# Words of what is nothing for buyers, wherever a field is called so …
INTERNAL = re.compile(
    r"^b2b_|margin|exposure|hold(?!er)|token|cost|standard_price|credit_limit|credit_warning"
    r"|warn(ing)?_(msg|text)|^comment$|secret|signup|internal_note"
)
# … but these, which say nothing of ours. A new field of one of these names fails until it is here.
HARMLESS = {
    "account.move": set(),
    "payment.method": {"support_tokenization"},
    "payment.token": set(),
    "res.company": {"account_use_credit_limit", "cost_method"},
    "res.partner": {"payment_token_count", "payment_token_ids"},  # the buyer's own cards
    "res.users": {"payment_token_count", "payment_token_ids"},
    "account.move.line": {"b2b_customer_po", "b2b_delivery_ref"},
    "sale.order": {"b2b_cost_center", "b2b_requested_date", "b2b_state"},
    "sale.order.line": {
        "b2b_cancelled_quantity", "b2b_delivery_status", "b2b_requested_date", "b2b_ship_to_id",
        "b2b_source_code", "b2b_source_unit", "points_cost",
    },
    "stock.picking": {"b2b_carrier", "b2b_tracking_ref", "b2b_tracking_url"},
}  # fmt: skip
# What Odoo lets every login do with records of its own: messages it wrote, its filters, its keys.
OWN_IN_ODOO = {
    "auth.passkey.key", "discuss.channel.member", "ir.filters", "mail.message",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestRpcAccess(PortalCase):
    """``call_kw`` by buyers and visitors, on every model of the registry that answers them."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("admin")
        self.people = {"buyer": self.user, "visitor": self.env.ref("base.public_user")}

    def _reached(self, user, operation="read"):
        """Models with records of which access rights let a login do something."""
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(user)
            if not model._abstract and not model._transient and model.has_access(operation):
                yield model

    def _call(self, model, method, *args, **kwargs):
        body = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": body}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_no_model_that_answers_shows_an_internal_field(self):
        for who, user in self.people.items():
            reached = {model._name: model for model in self._reached(user)}
            self.assertIn("res.company", reached)
            for name, model in reached.items():
                fields = set(model.fields_get(attributes=["type"]))
                suspect = {field for field in fields if INTERNAL.search(field)}
                with self.subTest(who=who, model=name):
                    self.assertEqual(suspect - HARMLESS.get(name, set()), set())

    def test_internal_fields_are_refused_in_domains_and_groups_too(self):
        self._make_order().action_confirm()
        for name, field in (
            ("sale.order", "access_token"),
            ("sale.order", "b2b_hold_reason"),
            ("account.move", "access_token"),
            ("res.partner", "b2b_tier_id"),
            ("res.partner", "comment"),
            ("res.company", "b2b_credit_alert"),
            ("res.users", "b2b_discount_authority"),
        ):
            model = self.env[name].with_user(self.user)
            asked = {
                "read": lambda m, f: m.search([], limit=1).read([f]),
                "domain": lambda m, f: m.search([(f, "!=", False)]),
                "group": lambda m, f: m.formatted_read_group([], [f]),
            }
            for how, ask in asked.items():
                with (
                    self.subTest(field=f"{name}.{field}", how=how),
                    self.assertRaises(AccessError),
                ):
                    ask(model, field)

    def test_buyers_change_and_delete_nothing_by_rpc(self):
        for who, user in self.people.items():
            for operation in ("write", "create", "unlink"):
                with self.subTest(who=who, operation=operation):
                    reached = {model._name for model in self._reached(user, operation)}
                    self.assertEqual(reached - OWN_IN_ODOO, set())

    def test_models_of_ours_answer_no_buyer_and_no_visitor(self):
        for who, user in self.people.items():
            for operation in ("read", "write", "create", "unlink"):
                ours = [m._name for m in self._reached(user, operation) if m._name[:4] == "b2b."]
                with self.subTest(who=who, operation=operation):
                    self.assertEqual(ours, [])

    def test_wizards_of_ours_are_made_by_no_buyer(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("b2b.") and model._transient:
                for who, user in self.people.items():
                    with self.subTest(who=who, wizard=name):
                        self.assertFalse(model.with_user(user).has_access("create"))

    def test_other_accounts_and_our_own_people_are_not_there(self):
        stranger = self._make_account("Southside Foods", "S-100")
        theirs = self._make_order(account=stranger)
        theirs.action_confirm()
        picking = self._deliver(theirs)
        invoice = self._invoice(theirs)
        other = self._make_member("buyer", stranger)
        desk = new_test_user(self.env, "b2b-desk", groups="b2b_oms.group_order_desk")
        self._login(self.user)
        for record in (theirs, theirs.order_line, picking, invoice, invoice.line_ids, stranger,
                       other, other.partner_id, desk, desk.partner_id):  # fmt: skip
            with self.subTest(record=record):
                found = self._call(record._name, "search_read", [("id", "in", record.ids)], ["id"])
                self.assertEqual(found["result"], [])
                self.assertIn("error", self._call(record._name, "read", record.ids, ["id"]))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_buyers_call_no_method_that_does_something(self):
        order = self._make_order(partner_id=self.user.partner_id.id)
        order.action_confirm()
        picking = self._deliver(order)
        invoice = self._invoice(order)
        before = order.read(["state", "b2b_state", "amount_total"])
        self._login(self.user)
        called = 0
        for record in (order, order.order_line, picking, invoice, self.account):
            for method in self._methods(record):
                with self.subTest(model=record._name, method=method):
                    answer = self._call(record._name, method, record.ids)
                    self.assertIn("error", answer)
                    called += 1
        self.assertGreater(called, 10)
        self.env.invalidate_all()
        self.assertEqual(order.read(["state", "b2b_state", "amount_total"]), before)

    def _methods(self, record):
        """Actions of a model, ours and Odoo's, that change something; and private ones of ours."""
        wanted = {"action_confirm", "action_cancel", "button_validate", "write",
                  "action_post", "button_draft", "unlink", "action_lock", "copy"}  # fmt: skip
        yield from sorted(name for name in wanted if hasattr(record, name))
        ours = [name for name in dir(type(record)) if name.startswith(("_b2b_", "_portal_"))]
        yield from ours[:5]
