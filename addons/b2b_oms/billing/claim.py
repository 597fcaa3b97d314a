from odoo import api, fields, models


class BillingClaim(models.Model):
    """A goods move was billed. A move has one claim at most, whoever bills: the database sees to it."""

    _name = "b2b.billing.claim"
    _description = "Billed shipment"
    _rec_name = "move_id"
    _order = "id"

    move_id = fields.Many2one("stock.move", required=True, ondelete="cascade")
    line_id = fields.Many2one(
        "account.move.line",
        string="Invoice Line",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: needed no invoice.",
    )
    run_id = fields.Many2one("b2b.billing.run", ondelete="set null", index="btree_not_null")
    company_id = fields.Many2one("res.company", required=True, index=True)
    quantity = fields.Float(
        digits="Product Unit",
        help="Billed for the move in the order line's unit; credits negative.",
    )
    settled = fields.Float(
        digits="Product Unit",
        help="What needed no invoice: returned before there was one, or billed by a person before.",
    )

    _move_uniq = models.UniqueIndex("(move_id)", "This shipment is billed already.")

    @api.model
    def _shares(self, moves, quantity):
        """Values that divide what is billed of a line among the moves that brought it.

        :param quantity: what is billed of them together, in the order line's unit
        """
        rest, shares = quantity - sum(move._b2b_signed_quantity() for move in moves), []
        for move in moves.sorted(lambda move: move._b2b_signed_quantity(), reverse=True):
            signed = move._b2b_signed_quantity()
            settled = min(signed, -rest) if rest < 0 < signed else 0.0
            rest += settled
            shares.append(
                {
                    "move_id": move.id,
                    "company_id": move.company_id.id,
                    "quantity": signed - settled,
                    "settled": settled,
                }
            )
        return shares

    @api.model
    def _settle(self, moves, run):
        """These moves need no invoice."""
        return self.create(
            [
                {
                    "move_id": move.id,
                    "company_id": move.company_id.id,
                    "run_id": run.id,
                    "settled": move._b2b_signed_quantity(),
                }
                for move in moves
            ]
        )
