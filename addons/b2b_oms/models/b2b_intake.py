import base64
import logging
from functools import partial

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import retrying

from ..const import CHANNELS, INTAKE_STATES, MIGRATED, READ_FOR
from ..documents.problems import ForPerson, Undecodable
from ..intake.inbound import InboundDocument

_logger = logging.getLogger(__name__)


class Intake(models.Model):
    """One document that reached us: stored before anything is tried, and ended in one way.

    order, change to an order, duplicate, waiting for a person, refused with a reason; a file with
    several orders is split, and each part ends for itself.
    """

    _name = "b2b.intake"
    _inherit = ["b2b.intake.account", "b2b.intake.repetition", "b2b.intake.reviewing"]
    _description = "Received document"
    _order = "id desc"
    _rec_name = "filename"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    sender = fields.Char(readonly=True, help="How the sender named itself.")
    reference = fields.Char(readonly=True, help="The channel's own reference of the submission.")
    account_id = fields.Many2one(
        "res.partner", string="Account", index="btree_not_null", domain=[("parent_id", "=", False)]
    )
    filename = fields.Char(required=True, readonly=True)
    content = fields.Binary(attachment=True, readonly=True)
    size = fields.Integer(readonly=True, help="Bytes")
    checksum = fields.Char(readonly=True, index=True, help="SHA-256 of the bytes")
    state = fields.Selection(
        INTAKE_STATES, required=True, default="received", readonly=True, index=True
    )
    reason_code = fields.Char(readonly=True)
    reason = fields.Char(readonly=True, help="Why it ended like this.")
    number = fields.Char(string="Customer PO", readonly=True)
    ended_on = fields.Datetime(readonly=True)
    order_ids = fields.One2many("sale.order", "b2b_intake_id", string="Orders", readonly=True)
    order_state = fields.Selection(related="order_ids.b2b_state", string="Order Status")
    duplicate_of_id = fields.Many2one("b2b.intake", readonly=True)
    mail_id = fields.Many2one(
        "b2b.received.mail", string="Mail", readonly=True, index="btree_not_null"
    )
    parent_id = fields.Many2one("b2b.intake", readonly=True, index="btree_not_null")
    child_ids = fields.One2many("b2b.intake", "parent_id", string="Parts", readonly=True)
    part = fields.Integer(readonly=True, help="Which order of the parent's file, from 1.")

    # === SUBMISSION === #

    @api.private
    def submit(self, document, origin=None):
        """Store a document, then take it as far as it goes. Every channel ends here.

        A transaction boundary: what the caller did before is committed with the stored bytes, so
        nothing can lose them any more; what follows is tried in transactions of its own, repeated
        when others were faster. Never raises for what is in the document.

        :param document: ``InboundDocument``
        :param origin: the record of ours it was made from, if any: its ``intake_id`` is committed
            with the bytes, so that nothing is handed in from it a second time
        :return: the intake, ended or (after a crash) picked up by the scheduler
        """
        intake = self.sudo().create(self._prepare_intake(document))
        if origin is not None:
            origin.intake_id = intake
        # The bytes are safe before anything is tried.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        intake._run()
        return intake.sudo(self.env.su)

    def _submit_upload(self, content, filename, account=None):
        """A file a colleague hands in at the screen.

        :raises AccessError: the user may not make orders
        """
        self.env["sale.order"].check_access("create")
        return self.submit(
            InboundDocument(content, filename, "rep", account, sender=self.env.user.login)
        )

    @api.model
    def _prepare_intake(self, document):
        return {
            "channel": document.channel,
            "sender": document.sender,
            "reference": document.reference,
            "filename": document.filename,
            "content": base64.b64encode(document.content),
            "size": len(document.content),
            "checksum": document.checksum,
            "account_id": document.account.commercial_partner_id.id if document.account else False,
        }

    def _run(self):
        """Process received documents, each in its own transaction; then the parts they split into."""
        at_once = self.env["b2b.account.turn"]._at_once
        for intake in self:
            try:
                retrying(partial(at_once, intake._process), self.env)
            except (OperationalError, ConcurrencyError):
                # Others were faster five times. The document is stored: the scheduler goes on.
                _logger.info("Document %s is left to the scheduler", intake.id)
                self.env["b2b.account.turn"]._leave()
                self.env.ref("b2b_oms.cron_intake")._trigger()
                continue
            intake.child_ids.filtered(lambda part: part.state == "received")._run()

    @api.model
    def _cron_process(self):
        """Pick up what was stored and not processed: a worker was killed in between."""
        waiting = self.search([("state", "=", "received")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for intake in waiting:
            intake._run()
            if not self.env["ir.cron"]._commit_progress(processed=1):
                break

    # === PROCESSING === #

    def _process(self):
        """Decode, find the account, map, hand over to the flow. The outcome is on the record."""
        self.ensure_one()
        locked = self.try_lock_for_update()
        if not locked or self.state != "received":
            return  # another worker has it
        self = self.sudo().with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                self._take_in()
        except Undecodable as error:
            # Somebody wrote to us: what we cannot read is read by a person.
            state = "waiting" if isinstance(error, ForPerson) else "refused"
            self._end(state, error.problem.code, error.problem.text)
        except UserError as error:
            self._end("waiting", "not_accepted", str(error))
        except (OperationalError, ConcurrencyError):
            raise  # run again on a fresh snapshot
        except Exception:
            _logger.exception("Document %s could not be processed", self.id)
            message = self.env._("An internal error stopped this document; it is in the log.")
            self._end("waiting", "internal_error", message)
        self.mail_id._tell_outcome()

    def _take_in(self):
        documents = self._documents()
        if len(documents) > 1:
            self._split(documents)
            return
        document = documents[0]
        self.number = document.number or False
        account = self._find_account(document)
        if not account:
            return
        self.account_id = account
        if self._is_repeated():
            return
        order = self._make_order(document, account)
        self._log_received(order)
        self._end("order", "order", self.env._("Order %(order)s", order=order.name))
        order.action_confirm()

    def _documents(self):
        """The purchase orders this intake stands for; one, unless it is about to be split."""
        if self.reading:
            return (self.env["b2b.intake.decoder.json"]._document(self.reading),)
        source = self.parent_id or self
        decoder = self.env["b2b.intake.decoder"].with_context(**{READ_FOR: self.account_id.id})
        documents = decoder._read(source._bytes(), source.filename)
        if not self.parent_id:
            return documents
        if self.part > len(documents):
            raise ForPerson(
                "read_otherwise",
                self.env._("The file is read otherwise today than when it was split."),
            )
        return (documents[self.part - 1],)

    def _bytes(self):
        """The document as it came."""
        return base64.b64decode(self.with_context(bin_size=False).content or b"")

    def _split(self, documents):
        self.create(
            [
                {
                    "parent_id": self.id,
                    "part": part,
                    "company_id": self.company_id.id,
                    "channel": self.channel,
                    "sender": self.sender,
                    "reference": self.reference,
                    "account_id": self.account_id.id,
                    "filename": self.filename,
                    "checksum": self.checksum,
                    "mail_id": self.mail_id.id,
                    "number": document.number or False,
                }
                for part, document in enumerate(documents, start=1)
            ]
        )
        message = self.env._("The file holds %(count)s orders.", count=len(documents))
        self._end("split", "split", message)

    # === RESULT === #

    def _make_order(self, document, account):
        vals = self.env["b2b.order.mapper"]._prepare_order(document, account, self.company_id)
        order = self.env["sale.order"].create(
            vals | {"b2b_channel": self.channel, "b2b_intake_id": self.id}
        )
        for line, kept in zip(order.order_line, self.env.context.get(MIGRATED, ()), strict=False):
            line._b2b_keep_price(kept)
        return order

    def _end(self, state, code, reason):
        """The only writer of the outcome."""
        self.write(
            {
                "state": state,
                "reason_code": code,
                "reason": reason,
                "ended_on": fields.Datetime.now(),
                "claim": self.claim if state == "order" else False,
            }
        )

    def _log_received(self, order):
        self.env["b2b.order.event"]._log(
            [
                {
                    "order_id": order.id,
                    "kind": "intake",
                    "message": self.env._("Received as “%(file)s”.", file=self.filename),
                    "figures": {
                        "document": self.id,
                        "channel": self.channel,
                        "sender": self.sender or "",
                        "checksum": self.checksum,
                    },
                }
            ]
        )

    # === BUTTONS === #

    def action_process_again(self):
        """Take up documents that wait for a person, after the cause was mended.

        :raises UserError: one of them does not wait
        """
        self.check_access("write")
        if self.filtered(lambda intake: intake.state != "waiting"):
            raise UserError(
                self.env._("Only documents that wait for a person can be taken up again.")
            )
        self.sudo().mail_id._accept()
        self.sudo().write({"state": "received", "reason_code": False, "reason": False})
        self.env.cr.commit()  # as in submit; pylint: disable=invalid-commit
        self._run()
        return True

    def action_refuse(self):
        """A person decides that nothing will come of these documents."""
        self.check_access("write")
        waiting = self.filtered(lambda intake: intake.state == "waiting").sudo()
        for intake in waiting:
            message = self.env._(
                "Refused by %(user)s. %(reason)s", user=self.env.user.name, reason=intake.reason
            )
            intake._end("refused", "refused_by_person", message)
        waiting.mail_id._tell_outcome()

    def action_open_result(self):
        """Open what the documents became: the order when it is one, else the documents."""
        orders = self.order_ids | self.child_ids.order_ids
        if len(orders) == 1 and len(self) == 1:
            return orders._get_records_action()
        return (self.child_ids or self)._get_records_action(name=self.env._("Received Documents"))
