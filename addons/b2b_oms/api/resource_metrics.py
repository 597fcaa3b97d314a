from odoo import api, fields, models

from .answer import Answer
from .exposition import MEDIA, Gauge, exposition
from .operation import Operation
from .problem import ApiProblem
from .resource import amount


class MetricsResource(models.AbstractModel):
    """What a monitoring system watches: the numbers of the control tower, and late crons."""

    _name = "b2b.api.resource.metrics"
    _inherit = "b2b.api.resource"
    _description = "Metrics"
    _code = "metrics"
    _sequence = 90

    @api.model
    def _operations(self):
        return [
            Operation("GET", "/metrics", "getMetrics", "Figures for Prometheus", "metrics:read",
                      "_metrics", {200: None}, media=MEDIA),
        ]  # fmt: skip

    @api.model
    def _metrics(self, call):
        """Every gauge, in text format.

        A section the key's user may not see is left out, as on the control tower.

        :raises ApiProblem: 403, the key is an account's
        """
        if call.account:
            raise ApiProblem(403, "company_key", "Metrics are for keys of the company.")
        gauges = [*self._gauges_of_tower(call.company), *self._gauges_of_crons()]
        return Answer(200, exposition(gauges), media=MEDIA)

    def _gauges_of_tower(self, company):
        """Counts and money of every tile, so a section another addon adds is watched as well."""
        currency, counts, amounts = company.currency_id, [], []
        for section in self.env["b2b.control.tower"].figures()["sections"]:
            for tile in section["tiles"]:
                labels = {"company": company.id, "section": section["code"], "tile": tile["code"]}
                counts.append((labels, tile["count"]))
                if tile["amount"] is not None:
                    money = labels | {"currency": currency.name}
                    amounts.append((money, amount(currency, tile["amount"])))
        return [
            Gauge("b2b_records", "Records behind a number of the control tower.", counts),
            Gauge("b2b_amount", "Their money, in the currency of the company.", amounts),
        ]

    def _gauges_of_crons(self):
        """How late each of our crons is and how often in a row it failed."""
        named = self.env["ir.model.data"].sudo().search(
            [("model", "=", "ir.cron"), ("module", "=like", "b2b\\_%")]
        )  # fmt: skip
        names = {record.res_id: record.complete_name for record in named}
        crons = self.env["ir.cron"].sudo().search([("id", "in", list(names))], order="id")
        now = fields.Datetime.now()
        late = [
            ({"cron": names[cron.id]}, max(0, int((now - cron.nextcall).total_seconds())))
            for cron in crons
        ]
        failed = [({"cron": names[cron.id]}, cron.failure_count) for cron in crons]
        return [
            Gauge("b2b_cron_late_seconds", "Since when a job should have begun.", late),
            Gauge("b2b_cron_failures", "Failures of a job since it last went well.", failed),
        ]
