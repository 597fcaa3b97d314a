"""How sure the reading of an order's document is, and who compared it."""

from typing import Any, NamedTuple

from odoo import fields, models
from odoo.exceptions import AccessError

# A person who changes one of these on a line settles what was read.
SETTLED_BY = {"product_id": "product", "product_uom_qty": "quantity", "product_uom_id": "unit"}
TOLD = 3


class Doubt(NamedTuple):
    """A field that is not certain. ``line`` is empty for the head of the order."""

    field: str
    percent: int
    line: Any = None


class OrderReading(models.AbstractModel):
    """Adopted by ``sale.order``."""

    _name = "b2b.order.reading"
    _description = "Reading of an order's document"

    b2b_confidence = fields.Json(
        string="Confidence",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="How sure the reading of a field is, 0 to 1. What is not named is certain.",
    )

    def _b2b_doubts(self):
        """What of the order is not certain, head first: list of :class:`Doubt`."""
        self.ensure_one()
        head = self.sudo().b2b_confidence or {}
        doubts = [Doubt(name, _percent(sure)) for name, sure in head.items() if sure < 1]
        for line in self.sudo().order_line:
            doubts += [
                Doubt(name, _percent(sure), line)
                for name, sure in (line.b2b_confidence or {}).items()
                if sure < 1
            ]
        return doubts

    def _b2b_doubts_in_words(self, doubts):
        """The weakest of these, as a person reads them."""
        labels = self._b2b_read_fields()
        lines = {line: number for number, line in enumerate(self.order_line, 1)}
        weakest = sorted(doubts, key=lambda doubt: doubt.percent)
        words = [
            self.env._(
                "%(field)s of line %(number)s (%(percent)s %%)",
                field=labels[doubt.field],
                number=lines[doubt.line],
                percent=doubt.percent,
            )
            if doubt.line
            else self.env._(
                "%(field)s (%(percent)s %%)", field=labels[doubt.field], percent=doubt.percent
            )
            for doubt in weakest[:TOLD]
        ]
        if more := len(weakest) - len(words):
            words.append(self.env._("%(count)s more", count=more))
        return ", ".join(words)

    def _b2b_read_fields(self):
        """{what may be unsure: its name}."""
        return {
            "number": self.env._("PO number"),
            "requested_date": self.env._("requested date"),
            "ship_to": self.env._("ship-to"),
            "account": self.env._("account"),
            "currency": self.env._("currency"),
            "lines": self.env._("number of lines"),
            "product": self.env._("product"),
            "quantity": self.env._("quantity"),
            "unit": self.env._("unit"),
            "price": self.env._("price"),
        }

    def _b2b_compared(self, corrected):
        """A person compared the order with its document: what was unsure is certain now.

        :param corrected: what the person changed, as sentences
        """
        for order in self.sudo():
            doubts = [
                {
                    "field": doubt.field,
                    "percent": doubt.percent,
                    "line": doubt.line and doubt.line.id,
                }
                for doubt in order._b2b_doubts()
            ]
            self.env["b2b.order.event"]._note(
                order,
                "intake",
                self.env._("%(user)s compared it with the document.", user=self.env.user.name),
                rule="confidence",
                doubts=doubts,
                corrected=corrected,
            )
            order.order_line.filtered(
                lambda line: line.b2b_confidence or line.b2b_row_problem
            ).write({"b2b_confidence": False, "b2b_row_problem": False})
            order.write({"b2b_confidence": False, "b2b_document_problem": False})

    def _step_tell_mail(self):
        """Whoever ordered by mail hears how it went on."""
        self.sudo().b2b_intake_id.mail_id._tell_outcome()


class LineReading(models.AbstractModel):
    """Adopted by ``sale.order.line``."""

    _name = "b2b.line.reading"
    _description = "Reading of a line's document"

    b2b_confidence = fields.Json(
        string="Confidence", copy=False, readonly=True, groups="base.group_user"
    )

    def _b2b_settle(self, vals):
        """A person wrote these fields: they are certain. Called by the one ``write``.

        :raises AccessError: the confidence itself is written, by a person
        """
        if "b2b_confidence" in vals and not self.env.su:
            raise AccessError(self.env._("The confidence of a line is not written by hand."))
        settled = {SETTLED_BY[name] for name in SETTLED_BY.keys() & vals.keys()}
        for line in self.sudo().filtered("b2b_confidence") if settled else ():
            left = {name: sure for name, sure in line.b2b_confidence.items() if name not in settled}
            line.b2b_confidence = left or False


def _percent(sure):
    return round(sure * 100)
