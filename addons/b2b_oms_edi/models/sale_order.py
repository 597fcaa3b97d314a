from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    b2b_edi_partner_id = fields.Many2one(
        "b2b.edi.partner",
        string="Trading Partner",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_user",
        help="Whose document this order came as; it gets the answers.",
    )
    b2b_edi_head = fields.Json(
        copy=False, groups="base.group_user", help="What answers repeat of the document's head."
    )
    b2b_edi_refused = fields.Json(
        copy=False,
        groups="base.group_user",
        help="Lines of the document that were refused at once, as was agreed.",
    )
    b2b_edi_change_sequence = fields.Integer(copy=False, readonly=True, groups="base.group_user")
    b2b_edi_exchange_ids = fields.One2many(
        "b2b.edi.exchange", "order_id", string="Exchanges", groups="b2b_oms.group_user"
    )

    def _b2b_price_policy(self, policies=None):
        """What was agreed with the partner goes before what counts for the account."""
        agreed = self.sudo().b2b_edi_partner_id._price_policy()
        return agreed or super()._b2b_price_policy(policies)

    # === ANSWERS === #

    @api.model
    def _b2b_steps(self):
        """Whatever is decided over an order is told to the partner whose document it came as."""
        steps = super()._b2b_steps()
        for state in ("held", "released", "cancelled"):
            steps[state] = (*steps.get(state, ()), "_step_answer_edi")
        return steps

    def _step_answer_edi(self):
        self._b2b_answer_edi()

    def _b2b_answer_edi(self):
        """An answer is due; it is written from what counts when the transaction is committed."""
        for order in self.sudo().filtered("b2b_edi_partner_id"):
            partner = order.b2b_edi_partner_id
            if partner.sends_response:
                self.env["b2b.edi.exchange"]._due("order_response", partner, order)

    def action_b2b_open_exchanges(self):
        """Everything that was exchanged about this order."""
        self.ensure_one()
        domain = [
            "|",
            "|",
            ("order_id", "=", self.id),
            ("intake_ids.order_ids", "=", self.id),
            ("intake_ids.edi_order_id", "=", self.id),
        ]
        domain = ["|", ("picking_id", "in", self.picking_ids.ids), *domain]
        domain = ["|", ("move_id", "in", self.invoice_ids.ids), *domain]
        exchanges = self.env["b2b.edi.exchange"].search(domain)
        return exchanges._get_records_action(name=self.env._("Exchanges"))

    # === UPLOAD === #

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
