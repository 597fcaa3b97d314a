import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..codecs import registry
from ..exchange.readable import problem_table, readable
from ..transports.transport import MAX_BYTES


class EdiExplain(models.TransientModel):
    """What any file is and says, as ``make edi`` answers; nothing is stored or ordered by looking."""

    _name = "b2b.edi.explain"
    _description = "Explain an EDI document"

    content = fields.Binary(string="File", attachment=False)
    filename = fields.Char()
    verdict = fields.Char(compute="_compute_explanation")
    summary = fields.Char(compute="_compute_explanation")
    problem_count = fields.Integer(compute="_compute_explanation")
    problem_table = fields.Html(compute="_compute_explanation", sanitize=False)
    readable = fields.Html(compute="_compute_explanation", sanitize=False)
    explanation = fields.Text(compute="_compute_explanation", string="For Programs")

    @api.depends("content", "filename")
    def _compute_explanation(self):
        for wizard in self:
            content = wizard._bytes()
            found = registry.explain(content, wizard.filename or "") if content else {}
            problems = list(found.get("problems", ()))
            for message in found.get("messages", ()):
                name = message.get("control_numbers", {}).get("message", "")
                said = f"{message['type']} {name}".strip()
                problems += [{**one, "message": said} for one in message["problems"]]
            wizard.verdict = found.get("verdict", False)
            wizard.summary = wizard._summary(found)
            wizard.problem_count = len(problems)
            wizard.problem_table = problem_table(problems)
            wizard.readable = readable(content, wizard.filename or "")
            wizard.explanation = json.dumps(found, indent=2, ensure_ascii=False) if found else ""

    def _summary(self, found):
        messages = found.get("messages", ())
        said = [
            " ".join(
                filter(None, (message["type"], message.get("po_number") or message.get("number")))
            )
            for message in messages[:5]
        ]
        more = (
            self.env._("and %(count)s more", count=len(messages) - 5) if len(messages) > 5 else ""
        )
        listed = ", ".join(filter(None, (*said, more)))
        return f"{found.get('syntax', '').upper()} {listed}".strip()

    def _bytes(self):
        """
        :raises UserError: there is more than anybody sends
        """
        self.ensure_one()
        content = base64.b64decode(self.content or b"")
        if len(content) > MAX_BYTES:
            raise UserError(self.env._("The file is too large."))
        return content

    def action_take_in(self):
        """Hand the file in as if its sender had sent it."""
        self.ensure_one()
        self.env["b2b.edi.exchange"].check_access("write")
        self.env["sale.order"].check_access("create")
        if not self.content:
            raise UserError(self.env._("Choose a file first."))
        exchange = self.env["b2b.edi.exchange"].receive(
            self._bytes(), self.filename or "", sender=self.env.user.login
        )
        return exchange._get_records_action()
