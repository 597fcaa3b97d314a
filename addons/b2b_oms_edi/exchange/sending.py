"""What we say: due, written once, sent until it is there. The bytes of a number never change."""

import base64
import hashlib
import json
import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.service.model import retrying

from ..codecs import writing, xml_write
from ..codecs.explanation import plain_value
from ..transports.errors import PermanentError, TransportError

_logger = logging.getLogger(__name__)

# Waited before each further try.
PATIENCE = [timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 240)]
MOST_TRIES = 10
# What partners fetch themselves is looked at again this late.
FETCHED = timedelta(days=1)
# What differs whenever a document is written, whatever it says.
UNSAYING = (
    "response_date", "number", "report_date", "catalogue_date", "valid_from", "change_sequence",
)  # fmt: skip


class EdiSending(models.AbstractModel):
    """Adopted by ``b2b.edi.exchange``."""

    _name = "b2b.edi.sending"
    _description = "Sending of exchanges"

    # === DUE === #

    @api.model
    def _due(self, kind, partner, record=None):
        """Note that a document is to be written about a record, with what counts by then.

        However often it is asked for: what is due already is written once.

        :param record: ``sale.order``, ``stock.picking``, ``account.move`` or a refused
            ``b2b.intake``; None: of no record
        :return: the exchange
        """
        link = self._link(record)
        domain = [("state", "=", "due"), ("kind", "=", kind), ("partner_id", "=", partner.id)]
        due = self.sudo().search([*domain, *((field, "=", id_) for field, id_ in link.items())])
        if not due:
            due = self.sudo().create(
                {
                    "direction": "out",
                    "kind": kind,
                    "partner_id": partner.id,
                    "company_id": partner.company_id.id,
                    "syntax": partner.syntax,
                    "is_test": partner.is_test,
                    "state": "due",
                    "filename": self.env._("(not written yet)"),
                }
                | link
            )
        self.env.ref("b2b_oms_edi.cron_exchange_send")._trigger()
        return due[:1]

    def _link(self, record):
        fields_by_model = {
            "sale.order": "order_id",
            "b2b.intake": "refused_intake_id",
            "stock.picking": "picking_id",
            "account.move": "move_id",
        }
        return {fields_by_model[record._name]: record.id} if record else {}

    def _record(self):
        """What the exchange is about."""
        return self.order_id or self.picking_id or self.move_id or self.refused_intake_id

    # === WRITING === #

    def _write_due(self):
        """Make the bytes, or find that there is nothing new to say."""
        self.ensure_one()
        if not self.try_lock_for_update() or self.state != "due":
            return
        self = self.with_company(self.company_id)
        partner, syntax = self.partner_id, self.partner_id._syntax()
        document = self.env["b2b.edi.mapper"]._by_kind(self.kind)._document(self)
        if document is None or not syntax._has_to_say(self.kind, document):
            self._move("dropped", "nothing", self.env._("There is nothing to say yet."))
            return
        fingerprint = _fingerprint(document)
        if self._last_said() == fingerprint:
            self._move("dropped", "unchanged", self.env._("Nothing changed since it was said."))
            return
        message_type = syntax._types[self.kind]
        envelope = syntax._envelope(partner, message_type)
        content = syntax._compose(self.kind, document, partner, envelope, self._replies_to())
        number = self.env["b2b.edi.counter"]._next(partner, "file")
        self._move(
            "ready",
            "written",
            False,
            **self._prepare_content(content),
            fingerprint=fingerprint,
            control=envelope.interchange,
            message_type=_written_type(message_type, document),
            filename=syntax._filename(partner, message_type, number),
            number=self._number(document),
        )

    @api.model
    def _write_test(self, partner):
        """A first document for a new partner: the response to an order that never was, marked as test.

        :return: the exchange, ready to go
        """
        syntax = partner._syntax()
        message_type = syntax._types["order_response"]
        envelope = replace(syntax._envelope(partner, message_type), is_test=True)
        document = self.env["b2b.edi.mapper"]._by_kind("order_response")._test_document(partner)
        content = syntax._compose("order_response", document, partner, envelope)
        number = self.env["b2b.edi.counter"]._next(partner, "file")
        return self.create(
            self._prepare_written(partner, content)
            | {
                "kind": "other",
                "is_test": True,
                "message_type": message_type,
                "control": envelope.interchange,
                "number": document.order_number,
                "filename": syntax._filename(partner, f"TEST_{message_type}", number),
            }
        )

    def _number(self, document):
        """The number by which people know what is said: the buyer's order, or our own."""
        order = getattr(document, "order_number", "")
        if not order and hasattr(document, "orders"):
            order = ", ".join(one.order_number for one in document.orders)
        return (order or document.number)[:100]

    def _last_said(self):
        """The fingerprint of what was said last about the same."""
        link = self._link(self._record())
        return self._last_fingerprint(self.kind, self.partner_id, link) if link else None

    @api.model
    def _has_news(self, kind, partner):
        """Whether a document about no record would say something else than the last one."""
        draft = self.new({"kind": kind, "partner_id": partner.id})
        document = self.env["b2b.edi.mapper"]._by_kind(kind)._document(draft)
        if document is None:
            return False
        return _fingerprint(document) != self._last_fingerprint(kind, partner, {})

    @api.model
    def _last_fingerprint(self, kind, partner, link):
        last = self.search(
            [
                ("direction", "=", "out"),
                ("kind", "=", kind),
                ("partner_id", "=", partner.id),
                ("fingerprint", "!=", False),
                ("id", "not in", self.ids),
                *((field, "=", id_) for field, id_ in link.items()),
            ],
            order="id desc",
            limit=1,
        )
        return last.fingerprint

    def _replies_to(self):
        """The control number of the order this is about."""
        if self.refused_intake_id:
            return self.refused_intake_id.edi_exchange_id.control or ""
        record = self._record()
        orders = record.sale_id if self.picking_id else record
        if self.move_id:
            orders = self.move_id.invoice_line_ids.sale_line_ids.order_id
        return orders[:1].b2b_intake_id.edi_exchange_id.control or "" if orders else ""

    @api.model
    def _prepare_content(self, content):
        return {
            "content": base64.b64encode(content),
            "size": len(content),
            "checksum": hashlib.sha256(content).hexdigest(),
        }

    @api.model
    def _prepare_written(self, partner, content):
        """Values of something that is written and ready to go."""
        return {
            "direction": "out",
            "partner_id": partner.id,
            "company_id": partner.company_id.id,
            "syntax": partner.syntax,
            "is_test": partner.is_test,
            "state": "ready",
        } | self._prepare_content(content)

    @api.model
    def _keep_basket(self, visit, content):
        """The basket of a punch-out, which the buyer's browser carries.

        :return: the exchange, sent
        """
        partner = visit.partner_id
        number = self.env["b2b.edi.counter"]._next(partner, "file")
        kind = "PunchOutOrderMessage"
        basket = self.create(
            self._prepare_written(partner, content)
            | {
                "kind": "punch_out",
                "message_type": kind,
                "number": visit.cookie[:100],
                "filename": partner._syntax()._filename(partner, kind, number),
                "answers_id": visit.exchange_id.id,
            }
        )
        basket._move("sent", "sent", False, sent_at=fields.Datetime.now(), tries=1)
        return basket

    # === ON ITS WAY === #

    @api.model
    def _cron_send(self):
        """Write what is due and send what is written; each in transactions of its own."""
        cron = self.env["ir.cron"]
        waiting = self.search(
            [
                ("direction", "=", "out"),
                ("state", "in", ("due", "ready", "failed")),
                ("next_try", "<=", fields.Datetime.now()),
            ],
            order="id",
        )
        cron._commit_progress(remaining=len(waiting))
        for exchange in waiting:
            exchange._go()
            if not cron._commit_progress(processed=1):
                break

    def _go(self):
        """Write, commit, deliver, commit. A crash between delivers the same bytes under the same name."""
        self.ensure_one()
        try:
            if self.state == "failed":
                retrying(lambda: self._move("ready" if self.size else "due"), self.env)
            if self.state == "due":
                retrying(self._write_due, self.env)
            if self.state == "ready":
                retrying(self._deliver, self.env)
        except (OperationalError, ConcurrencyError):
            self.env.cr.rollback()  # another worker has it
        except Exception as error:
            self.env.cr.rollback()
            retrying(partial(self._not_gone, error), self.env)

    def _deliver(self):
        if not self.try_lock_for_update() or self.state != "ready":
            return
        partner = self.partner_id.sudo()
        transport = self.env["b2b.edi.transport"]._by_code(partner.transport)
        if transport is None:
            raise PermanentError(self.env._("Choose how documents reach this partner."))
        if self.kind == "receipt":
            transport._deliver_receipt(partner, self.receipt_url, self._bytes())
            self._sent()
            return
        if not transport._sends(partner):
            self.next_try = fields.Datetime.now() + FETCHED  # the partner comes for it
            return
        self._sent(**(transport._deliver(partner, self._parcel()) or {}))

    def _sent(self, **known):
        """It is with the partner.

        :param known: what the transport must remember of it
        """
        if known.get("receipt_id"):
            until = fields.Datetime.add(
                fields.Datetime.now(), hours=max(self.partner_id.acknowledgement_hours, 1)
            )
        else:
            until = self._acknowledged_until()
        values = {"sent_at": fields.Datetime.now(), "tries": self.tries + 1} | known
        self._move("sent", "sent", False, acknowledged_until=until, **values)

    def _acknowledged_until(self):
        """Until when what was sent must be acknowledged; acknowledgements are not."""
        if self.kind in ("acknowledgement", "receipt", "punch_out"):
            return False
        return self._expected_by(self.partner_id)

    def _not_gone(self, error):
        """Tried again later; what cannot change by itself is a person's at once."""
        code, reason, problems, is_final = self._in_words(error)
        tries = self.tries + 1
        wait = PATIENCE[min(tries, len(PATIENCE)) - 1]
        values = {"tries": tries, "next_try": fields.Datetime.now() + wait, "problems": problems}
        if is_final or tries >= MOST_TRIES:
            self._move("dead", code, reason, **values)
            self._tell_owner(self.env._("Not sent"))
        else:
            self._move("failed", code, reason, **values)

    def _in_words(self, error):
        """(code, sentence, list of problems, whether trying again is no use)."""
        found = getattr(error, "problems", None) or [getattr(error, "problem", None)]
        said = [{"code": one.code, "where": one.where, "text": one.text} for one in found if one]
        if isinstance(error, (writing.Unwritable, xml_write.Unwritable)):
            return said[0]["code"], str(error), said, True
        if isinstance(error, (PermanentError, UserError)):
            return "not_sent", str(error), said, True
        if isinstance(error, (TransportError, OSError)):
            return "transport", str(error) or type(error).__name__, said, False
        _logger.exception("Exchange %s could not be sent", self.id, exc_info=error)
        return "internal_error", self.env._("An internal error; it is in the log."), said, False

    def _send_again(self):
        """The same bytes once more; what is not sent yet goes by itself."""
        for exchange in self.filtered(lambda one: "ready" in one._transitions("out")[one.state]):
            exchange._move("ready", "again", False, next_try=fields.Datetime.now())
        self.env.ref("b2b_oms_edi.cron_exchange_send")._trigger()


def _fingerprint(document):
    said = plain_value(document)
    for name in UNSAYING:
        said.pop(name, None)
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _written_type(message_type, document):
    is_change = bool(getattr(document, "change_sequence", ""))
    return "865" if message_type == "855" and is_change else message_type
