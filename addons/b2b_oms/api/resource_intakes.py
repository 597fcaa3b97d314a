from odoo import api, models
from odoo.fields import Domain

from ..const import CHANNELS, INTAKE_STATES
from .answer import Answer
from .operation import Operation
from .resource import PAGE, page_of
from .schema import Choice, ListOf, Maybe, Moment, Text, Told, Whole

STATES = [code for code, _label in INTAKE_STATES]
INTAKE = Told(
    {
        "id": Whole(),
        "state": Choice(STATES),
        "reason_code": Text(most=60),
        "reason": Text(most=5000, lines=True),
        "channel": Choice([code for code, _label in CHANNELS]),
        "file": Text(most=500),
        "number": Text("Number of the purchase order in it.", most=200),
        "received": Moment(),
        "ended": Maybe(Moment()),
        "orders": ListOf(Told({"id": Whole(), "name": Text(most=60), "state": Text(most=20)})),
    }
)


class IntakesResource(models.AbstractModel):
    """Received documents of every channel: where each is, and what became of it."""

    _name = "b2b.api.resource.intakes"
    _inherit = "b2b.api.resource"
    _description = "Received documents"
    _code = "intakes"
    _sequence = 70

    @api.model
    def _source(self):
        return "b2b.intake", [], "account_id"

    @api.model
    def _operations(self):
        return [
            Operation("GET", "/intakes", "listIntakes", "Received documents, the newest first",
                      "intakes:read", "_list", {200: page_of(INTAKE)},
                      query=PAGE | {"state": Choice(STATES)}),
            Operation("GET", "/intakes/{id}", "getIntake", "One received document", "intakes:read",
                      "_get", {200: INTAKE}, parts={"id": Whole()}, versioned=True),
        ]  # fmt: skip

    @api.model
    def _list(self, call):
        state = call.query.get("state")
        domain = Domain("state", "=", state) if state else Domain.TRUE
        return self._page(call, lambda found, _call: [self._tell(row) for row in found], domain)

    @api.model
    def _get(self, call):
        return Answer(200, self._tell(self._one(call)))

    @api.model
    def _tell(self, intake):
        return {
            "id": intake.id,
            "state": intake.state,
            "reason_code": intake.reason_code or "",
            "reason": intake.reason or "",
            "channel": intake.channel,
            "file": intake.filename,
            "number": intake.number or "",
            "received": intake.create_date,
            "ended": intake.ended_on or None,
            "orders": [
                {"id": order.id, "name": order.name, "state": order.b2b_state}
                for order in intake.order_ids
            ],
        }
