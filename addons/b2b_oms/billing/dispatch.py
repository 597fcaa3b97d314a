import logging
from datetime import timedelta
from functools import partial

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)

# Waited before each further try; a mail server that is down for an hour, or a weekend, is no failure
# for ever, but a person sees it at once.
PATIENCE = [timedelta(minutes=minutes) for minutes in (2, 5, 15, 30, 60, 240)]
MOST_TRIES = 24
# PDFs of so many invoices are made in one call of the engine.
TOGETHER = 20


class BillingDispatch(models.Model):
    """A document on its way to an account, by the account's own way, until it is there.

    One for each invoice, and one for each shipment the buyer is told of.
    """

    _name = "b2b.billing.dispatch"
    _description = "Document to send"
    _order = "id desc"
    _rec_name = "document"

    move_id = fields.Many2one("account.move", string="Invoice", ondelete="cascade")
    picking_id = fields.Many2one("stock.picking", string="Shipment", ondelete="cascade")
    document = fields.Char(compute="_compute_document")
    account_id = fields.Many2one("res.partner", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    way = fields.Selection(selection="_selection_way", required=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("failed", "Failed"),
            ("to_print", "To Print"),
            ("sent", "Sent"),
            ("dropped", "Given Up"),
        ],
        required=True,
        default="waiting",
        index=True,
    )
    tries = fields.Integer(readonly=True)
    next_try = fields.Datetime(required=True, default=fields.Datetime.now)
    sent_at = fields.Datetime(readonly=True)
    error = fields.Char(readonly=True)
    mail_ids = fields.Many2many("mail.mail", "b2b_billing_dispatch_mail_rel", string="Mails")

    _move_uniq = models.UniqueIndex("(move_id)", "This invoice is on its way already.")
    _picking_uniq = models.UniqueIndex("(picking_id)", "This shipment was told already.")
    _one_document = models.Constraint(
        "CHECK((move_id IS NULL) != (picking_id IS NULL))",
        "A dispatch is of one invoice or of one shipment.",
    )

    @api.depends("move_id.name", "picking_id.name")
    def _compute_document(self):
        for dispatch in self:
            dispatch.document = dispatch.move_id.name or dispatch.picking_id.name

    @api.model
    def _selection_way(self):
        ways = self.env["res.partner"]._fields["invoice_sending_method"]
        known = dict(ways._description_selection(self.env))
        known |= {way._code: str(way._label) for way in self.env["b2b.sending.way"]._all()}
        return list(known.items())

    # === WHAT IS QUEUED === #

    @api.model
    def _queue_invoices(self, invoices):
        """By the way of the account: Odoo's own field, or email."""
        values = []
        for invoice in invoices:
            account = invoice.commercial_partner_id.with_company(invoice.company_id)
            values.append(
                {
                    "move_id": invoice.id,
                    "account_id": account.id,
                    "company_id": invoice.company_id.id,
                    "way": account.invoice_sending_method or "email",
                }
            )
        return self._queue(values)

    @api.model
    def _queue_shipments(self, pickings):
        """One message a shipment, however often it is asked for."""
        told = self.sudo().search([("picking_id", "in", pickings.ids)]).picking_id
        return self._queue(
            [
                {
                    "picking_id": picking.id,
                    "account_id": picking.sale_id.b2b_account_id.id,
                    "company_id": picking.company_id.id,
                    "way": "notice",
                }
                for picking in pickings - told
            ]
        )

    def _queue(self, values):
        queued = self.sudo().create(values)
        if queued:
            self.env.ref("b2b_oms.cron_dispatch")._trigger()
        return queued

    # === SENDING === #

    @api.model
    def _cron_send(self):
        """Send what is waiting or may be tried again; each in transactions of its own."""
        cron = self.env["ir.cron"]
        waiting = self.search(
            [("state", "in", ("waiting", "failed")), ("next_try", "<=", fields.Datetime.now())],
            order="next_try, id",
        )
        cron._commit_progress(remaining=len(waiting))
        for start in range(0, len(waiting), TOGETHER):
            batch = waiting[start : start + TOGETHER]
            batch._make_pdfs()
            for dispatch in batch:
                dispatch._send()
                if not cron._commit_progress(processed=1):
                    return

    def _make_pdfs(self):
        """The PDFs of a batch in one call of the engine; one by one later when that fails."""
        invoices = self.move_id.filtered(
            lambda move: move.state == "posted" and not move.invoice_pdf_report_id
        )
        for company, of_company in invoices.grouped("company_id").items():
            try:
                retrying(partial(self._make_pdfs_of, company, of_company), self.env)
            except Exception:
                self.env.cr.rollback()
                _logger.info("Invoices are rendered one by one: together they failed")

    def _make_pdfs_of(self, company, invoices):
        self.env["account.move.send"].with_company(company)._generate_and_send_invoices(
            invoices, sending_methods=["manual"], allow_fallback_pdf=False
        )

    def _send(self):
        """Prepare, commit, deliver, commit: a crash between neither loses nor doubles the document."""
        self.ensure_one()
        try:
            if retrying(self._take, self.env):
                retrying(self._deliver, self.env)
        except (OperationalError, ConcurrencyError):
            self.env.cr.rollback()  # another worker has it
        except Exception as error:
            self.env.cr.rollback()
            if not isinstance(error, UserError):
                _logger.info("%s was not sent", self.document, exc_info=True)
            retrying(partial(self._fail, self._in_words(error)), self.env)

    def _take(self):
        """Make the document. Returns whether it is ours to deliver."""
        if not self.try_lock_for_update() or self.state not in ("waiting", "failed"):
            return False
        way = self.env["b2b.sending.way"]._by_code(self.way)
        if way is None:
            label = dict(self._selection_way()).get(self.way)
            raise UserError(
                self.env._("There is nothing here yet that sends “%(way)s”.", way=label)
            )
        way._prepare(self.with_company(self.company_id))
        return True

    def _deliver(self):
        if not self.try_lock_for_update() or self.state not in ("waiting", "failed"):
            return
        way = self.env["b2b.sending.way"]._by_code(self.way)
        way._deliver(self.with_company(self.company_id))
        self.write(
            {"state": way._end, "sent_at": fields.Datetime.now(), "error": False,
             "tries": self.tries + 1}
        )  # fmt: skip

    def _in_words(self, error):
        parts = error.args if len(error.args) > 1 else (error,)  # a template's error tells where
        return " ".join(str(part) for part in parts if part) or type(error).__name__

    def _fail(self, message):
        wait = PATIENCE[min(self.tries, len(PATIENCE) - 1)]
        self.write(
            {
                "state": "failed" if self.tries + 1 < MOST_TRIES else "dropped",
                "tries": self.tries + 1,
                "next_try": fields.Datetime.now() + wait,
                "error": message,
            }
        )

    # === BUTTONS === #

    def action_open_document(self):
        """The invoice or the shipment itself."""
        self.ensure_one()
        return (self.move_id or self.picking_id)._get_records_action()

    def action_retry(self):
        """Try again now, by the account's way as it is today."""
        for dispatch in self.filtered(lambda d: d.state in ("failed", "dropped")).sudo():
            account = dispatch.account_id.with_company(dispatch.company_id)
            way = account.invoice_sending_method or "email"
            dispatch.write(
                {
                    "state": "waiting",
                    "tries": 0,
                    "next_try": fields.Datetime.now(),
                    "way": way if dispatch.move_id else dispatch.way,
                }
            )
        self.env.ref("b2b_oms.cron_dispatch").sudo()._trigger()
        return True

    def action_print(self):
        """The PDFs of the print queue, in one file."""
        return self.env.ref("account.account_invoices").report_action(self.move_id, config=False)

    def action_printed(self):
        """They are in the envelopes."""
        self.filtered(lambda d: d.state == "to_print").sudo().write(
            {"state": "sent", "sent_at": fields.Datetime.now()}
        )
        return True
