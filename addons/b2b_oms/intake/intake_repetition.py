from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL


class IntakeRepetition(models.AbstractModel):
    """The same bytes twice are one order. Adopted by ``b2b.intake``."""

    _name = "b2b.intake.repetition"
    _description = "Repetition of a received document"

    claim = fields.Char(
        readonly=True,
        copy=False,
        help="Set on the first document with these bytes of this account; unique in the database.",
    )

    _claim_uniq = models.UniqueIndex("(claim) WHERE claim IS NOT NULL")

    def _is_repeated(self):
        """End as a duplicate if this account sent these bytes before.

        A unique index decides, not a look: it also sees what another transaction has not
        committed yet.
        """
        claim = f"{self.company_id.id}:{self.account_id.id}:{self.checksum}:{self.part}"
        if self._take_claim(claim):
            return False
        first = self.search([("claim", "=", claim)], limit=1)
        if not first:
            raise ConcurrencyError(f"Document {self.id} repeats one that was just committed")
        self.duplicate_of_id = first
        orders = ", ".join(first.order_ids.mapped("name"))
        message = self.env._(
            "The same file came on %(date)s already, as %(orders)s.",
            date=fields.Datetime.context_timestamp(self, first.create_date).strftime(
                "%Y-%m-%d %H:%M"
            ),
            orders=orders or first.display_name,
        )
        self._end("duplicate", "duplicate", message)
        return True

    def _take_claim(self, claim):
        self.flush_recordset()
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL("UPDATE b2b_intake SET claim = %s WHERE id = %s", claim, self.id),
                    log_exceptions=False,  # a repeated document is no error
                )
        except IntegrityError:
            return False
        self.invalidate_recordset(["claim"])
        return True
