from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestAuditOwnDocuments(PortalCase):
    """The audit finds what must not be: each row below breaks the promise once, behind our back."""

    def _found(self):
        violations = self.env["b2b.audit"].violations()
        return [(v["model"], v["id"]) for v in violations if v["promise"] == "own_documents"]

    def _touched_long_ago(self, member):
        """The member as it was before any order of this test."""
        member.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE b2b_account_member SET write_date = now() - interval '1 day' WHERE id = %s",
                member.id,
            )
        )
        member.invalidate_recordset()

    def test_what_is_in_order_is_not_reported(self):
        self._make_one_of_everything(self.account)
        self.assertEqual(self._found(), [])

    def test_login_of_another_account_follows_an_order_or_an_invoice(self):
        ids = self._make_one_of_everything(self.account)
        stranger = self._make_member("admin", self._make_account("Southside Foods", "S-100"))
        colleague = self._make_member("admin")
        for key, model in (("order_id", "sale.order"), ("invoice_id", "account.move")):
            with self.subTest(model=model):
                record = self.env[model].browse(ids[key])
                record.message_subscribe(colleague.partner_id.ids)
                self.assertEqual(self._found(), [])
                record.message_subscribe(stranger.partner_id.ids)
                self.assertEqual(self._found(), [(model, record.id)])
                record.message_unsubscribe(stranger.partner_id.ids)

    def test_login_may_order_to_an_address_of_another_account(self):
        other = self._make_account("Southside Foods", "S-100")
        dock = self.env["res.partner"].create(
            {"name": "Dock", "parent_id": self.account.id, "type": "delivery"}
        )
        member = self._buyer(self._make_member("buyer")).member
        member.ship_to_ids = [Command.set(dock.ids)]
        self.assertEqual(self._found(), [])
        dock.parent_id = other
        self.assertEqual(self._found(), [("b2b.account.member", member.id)])

    def test_viewer_ordered(self):
        user = self._make_member("viewer")
        order = self._make_order(b2b_orderer_id=user.id, b2b_channel="portal")
        self.assertEqual(self._found(), [])  # the role may have been another when it was ordered
        self._touched_long_ago(self._buyer(user).member)
        self.assertEqual(self._found(), [("sale.order", order.id)])

    def test_order_above_a_limit_was_released_and_nobody_was_asked(self):
        user = self._make_member("buyer")
        order = self._make_order({self.bolt: 20}, b2b_orderer_id=user.id, b2b_channel="portal")
        order.action_confirm()
        self.assertReleased(order)
        member = self._buyer(user).member
        member.order_limit = order.amount_untaxed / 2
        self._touched_long_ago(member)
        self.assertEqual(self._found(), [("sale.order", order.id)])
        member.order_limit = order.amount_untaxed * 2
        self._touched_long_ago(member)
        self.assertEqual(self._found(), [])

    def test_orderer_approved_the_own_order(self):
        ids = self._make_one_of_everything(self.account)
        ask = self.env["b2b.buyer.approval"].browse(ids["ask_id"])
        ask.write({"state": "approved", "decided_by_id": ask.orderer_id.id})
        self.assertEqual(self._found(), [("b2b.buyer.approval", ask.id)])
