from odoo.modules.neutralize import neutralize_database
from odoo.tests import tagged

from .edi_common import EdiCase

SECRETS = ("sftp_password", "sftp_private_key", "http_token", "as2_private_key")


@tagged("post_install", "-at_install")
class TestNeutralize(EdiCase):
    """A copy to play with (``odoo neutralize``) reaches nobody outside."""

    def test_copy_reaches_no_trading_partner_and_no_webhook(self):
        partner = self.env["b2b.edi.partner"].search([], limit=1) or self._make_partner()
        partner.write(
            {
                "folder_in": "/in",
                "folder_out": "/out",
                "sftp_host": "files.buyer.example",
                "http_url": "https://buyer.example/edi",
                "as2_url": "https://buyer.example/as2",
                "mail_to": "edi@buyer.example",
                "is_polled": True,
            }
            | dict.fromkeys(SECRETS, "secret")
        )
        webhook = self.env["b2b.webhook"].create(
            {
                "name": "Shop",
                "url": "https://shop.example/hook",
                "kind_ids": self.env["b2b.webhook.kind"].search([], limit=1).ids,
            }
        )
        self.env.flush_all()
        neutralize_database(self.env.cr)
        self.env.invalidate_all()
        kept = partner.sudo().read(
            ["folder_in", "folder_out", "sftp_host", "http_url", "as2_url", "mail_to", *SECRETS]
        )[0]
        kept.pop("id")
        self.assertFalse([value for value in kept.values() if value and "neutralized" not in value])
        self.assertFalse(partner.is_polled)
        self.assertFalse(webhook.active)
        self.assertIn("neutralized", webhook.url)
