from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def create_document_from_attachment(self, attachment_ids):
        """Files dropped on the orders list: order documents take our path, others Odoo's own.

        :param attachment_ids: ids of the uploaded ``ir.attachment``
        :return: action that opens what the files became
        """
        attachments = self.env["ir.attachment"].browse(attachment_ids)
        ours = attachments.filtered(lambda file: self._b2b_is_order_document(file))
        if not ours:
            return super().create_document_from_attachment(attachment_ids)
        intakes = self.env["b2b.intake"].browse()
        for file in ours:
            intakes |= self.env["b2b.intake"]._submit_upload(file.raw or b"", file.name)
        loose = ours.filtered(lambda file: file.create_uid == self.env.user and not file.res_model)
        loose.sudo().unlink()  # the intake keeps the bytes
        if attachments - ours:
            super().create_document_from_attachment((attachments - ours).ids)
        return intakes.action_open_result()

    def _b2b_is_order_document(self, attachment):
        decoder = self.env["b2b.intake.decoder"]
        content = attachment.raw or b""
        # A model without records is falsy: compare with None. An empty file is ours to refuse.
        return not content or decoder._for(content, attachment.name) is not None
