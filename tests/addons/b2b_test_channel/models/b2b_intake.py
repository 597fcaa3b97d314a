import json

from odoo import api, fields, models

from odoo.addons.b2b_oms.intake.inbound import InboundDocument

KIOSK = [("kiosk", "Kiosk")]


class Intake(models.Model):
    _inherit = "b2b.intake"

    channel = fields.Selection(selection_add=KIOSK, ondelete={"kiosk": "cascade"})

    @api.model
    def _from_kiosk(self, account, kiosk, number, basket):
        """What a buyer put together at a kiosk in our hall: handed in like every other order.

        :param account: ``res.partner`` that stands at it
        :param kiosk: name of the kiosk
        :param number: the kiosk's own number of the basket, kept for the same basket sent twice
        :param basket: {SKU: quantity}
        :return: the intake
        """
        document = {
            "number": number,
            "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in basket.items()],
        }
        content = json.dumps(document).encode()
        return self.submit(
            InboundDocument(content, f"{number}.json", "kiosk", account, sender=kiosk)
        )
