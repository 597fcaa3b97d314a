from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import IntakeCase

# What a buyer may read of an order beyond Odoo's own fields. Everything else is internal.
BUYER_FIELDS = {"b2b_state", "b2b_requested_date", "b2b_cost_center"}
BUYER_LINE_FIELDS = {
    "b2b_source_code",
    "b2b_source_unit",
    "b2b_requested_date",
    "b2b_ship_to_id",
    "b2b_cancelled_quantity",
    "b2b_delivery_status",
}


@tagged("post_install", "-at_install")
class TestAccess(IntakeCase):
    """Who may see and do what, as tables."""

    def _buyer(self, account, login):
        contact = self.env["res.partner"].create({"name": login, "parent_id": account.id})
        return new_test_user(self.env, login, groups="base.group_portal", partner_id=contact.id)

    def test_role_by_model(self):
        roles = {
            "clerk": self._make_user("b2b-clerk", "base.group_user"),
            "rep": self._make_user("b2b-rep", "sales_team.group_sale_salesman"),
            "desk": self._make_user("b2b-desk", "b2b_oms.group_order_desk"),
            "manager": self._make_user("b2b-manager", "b2b_oms.group_manager"),
            "buyer": self._buyer(self.account, "b2b-buyer"),
        }
        table = (
            # model, operation, who may
            ("b2b.account.tier", "read", {"clerk", "rep", "desk", "manager"}),
            ("b2b.account.tier", "write", {"manager"}),
            ("b2b.check.policy", "read", {"rep", "desk", "manager"}),
            ("b2b.check.policy", "write", {"manager"}),
            ("b2b.intake", "read", {"rep", "desk", "manager"}),
            ("b2b.intake", "write", {"desk", "manager"}),
            ("b2b.intake", "create", set()),
            ("b2b.intake", "unlink", set()),
            ("b2b.order.hold", "read", {"rep", "desk", "manager"}),
            ("b2b.order.hold", "write", set()),
            ("b2b.order.event", "read", {"rep", "desk", "manager"}),
            ("b2b.order.event", "create", set()),
            ("b2b.order.event", "write", set()),
            ("b2b.customer.part", "write", {"desk", "manager"}),
            ("b2b.audit.run", "read", {"manager"}),
        )
        for model, operation, allowed in table:
            for role, user in roles.items():
                with self.subTest(model=model, operation=operation, role=role):
                    may = self.env[model].with_user(user).has_access(operation)
                    self.assertEqual(may, role in allowed)

    def test_buyer_reads_no_internal_field(self):
        buyer = self._buyer(self.account, "b2b-buyer")
        for model, allowed in (
            ("sale.order", BUYER_FIELDS),
            ("sale.order.line", BUYER_LINE_FIELDS),
            ("res.partner", set()),
        ):
            names = self.env[model].with_user(buyer).fields_get()
            with self.subTest(model=model):
                self.assertEqual({name for name in names if name.startswith("b2b_")}, allowed)

    def test_buyer_cannot_confirm_release_or_hand_in_by_rpc(self):
        order = self._submit(self._po(lines=[("TEST-BOLT", 1)])).order_ids
        buyer = self._buyer(self.account, "b2b-buyer")
        with self.assertRaises(AccessError):
            order.with_user(buyer).action_confirm()
        with self.assertRaises(AccessError):
            order.b2b_hold_ids.with_user(buyer).action_release("Mine")
        with self.assertRaises(AccessError):
            self.env["b2b.intake"].with_user(buyer)._submit_upload(b"{}", "po.json")
        for method in ("b2b_explain_price", "action_b2b_explain_price"):
            with self.assertRaises(AccessError):
                getattr(order.order_line.with_user(buyer), method)()
        self.assertEqual(order.b2b_state, "held")

    def test_methods_that_commit_or_trust_their_caller_are_not_callable_by_rpc(self):
        from odoo.service.model import get_public_method

        for model, method in (
            ("b2b.intake", "submit"),
            ("b2b.intake", "_submit_upload"),
            ("b2b.order.event", "_log"),
            ("b2b.order.hold", "_record"),
            ("sale.order", "_b2b_set_state"),
        ):
            with self.subTest(model=model, method=method), self.assertRaises(AccessError):
                get_public_method(self.env[model], method)

    def test_rep_with_own_documents_sees_own_holds_only(self):
        rep = self._make_user("b2b-rep", "sales_team.group_sale_salesman")
        other = self._make_user("b2b-other", "sales_team.group_sale_salesman")
        for user in (rep, other):
            account = self._make_account(user.login, user.login, user_id=user.id)
            order = self._make_order({self.bolt: 1}, account=account, user_id=user.id)
            order.action_confirm()
        holds = self.env["b2b.order.hold"].with_user(rep).search([])
        self.assertEqual(holds.order_id.user_id, rep)
