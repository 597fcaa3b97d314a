"""Bytes in: stored first, then told whose they are, then handed on, each step once."""

import base64
import hashlib
import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import retrying

from odoo.addons.b2b_oms.documents.problems import Undecodable

from .names import safe_name

_logger = logging.getLogger(__name__)

MOST_TRIES = 5


class EdiReceiving(models.AbstractModel):
    """Adopted by ``b2b.edi.exchange``."""

    _name = "b2b.edi.receiving"
    _description = "Receiving of exchanges"

    @api.private
    def receive(self, content, filename, partner=None, sender=""):
        """Store bytes and commit, then take them as far as they go. Every transport ends here.

        Never raises for what is in the bytes.

        :param partner: ``b2b.edi.partner`` the channel belongs to, None: the envelope tells
        :param sender: how the channel names who sent it
        :return: the exchange
        """
        exchange = self.sudo().create(self._prepare_received(content, filename, partner, sender))
        # The bytes are safe before anything is tried, and before their source may be deleted.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        exchange._run()
        return exchange.sudo(self.env.su)

    @api.model
    def _keep_receipt(self, partner, url, content):
        """A receipt that is sent later, by the scheduler, as often as it takes."""
        number = self.env["b2b.edi.counter"]._next(partner, "file")
        values = {"kind": "receipt", "message_type": "MDN", "receipt_url": url}
        receipt = self.sudo().create(
            self._prepare_written(partner, content) | values | {"filename": f"MDN_{number}.mdn"}
        )
        self.env.ref("b2b_oms_edi.cron_exchange_send")._trigger()
        return receipt

    @api.model
    def _prepare_received(self, content, filename, partner, sender):
        company = partner.company_id if partner else self.env.company
        return {
            "direction": "in",
            "company_id": company.id,
            "partner_id": partner.id if partner else False,
            "channel_partner_id": partner.id if partner else False,
            "filename": safe_name(filename),
            "sender": sender[:200],
            "content": base64.b64encode(content),
            "size": len(content),
            "checksum": hashlib.sha256(content).hexdigest(),
        }

    def _run(self):
        """Take in received exchanges, each in a transaction of its own; then what they brought."""
        for exchange in self:
            try:
                retrying(exchange._take_in, self.env)
            except (OperationalError, ConcurrencyError):
                self.env.cr.rollback()
                _logger.info("Exchange %s is left to the scheduler", exchange.id)
                self.env.ref("b2b_oms_edi.cron_exchange")._trigger()
                continue
            exchange.child_ids.filtered(lambda part: part.state == "received")._run()
            exchange.intake_ids.filtered(lambda intake: intake.state == "received")._run()

    @api.model
    def _cron_receive(self):
        """Pick up what was stored and not taken in: a worker was killed in between."""
        cron = self.env["ir.cron"]
        waiting = self.search(
            [
                ("direction", "=", "in"),
                "|",
                ("state", "=", "received"),
                "&",
                ("state", "=", "failed"),
                ("next_try", "<=", fields.Datetime.now()),
            ],
            order="id",
        )
        cron._commit_progress(remaining=len(waiting))
        for exchange in waiting:
            if exchange.state == "failed":
                exchange._move("received")
            exchange._run()
            if not cron._commit_progress(processed=1):
                break

    # === ONE EXCHANGE === #

    def _take_in(self):
        """Whose it is, whether it came before, what is in it. The outcome is on the record."""
        self.ensure_one()
        if not self.try_lock_for_update() or self.state != "received":
            return  # another worker has it
        try:
            with self.env.cr.savepoint():
                self.with_company(self.company_id)._sort()
        except Undecodable as error:
            problem = error.problem
            said = [{"code": problem.code, "where": problem.where, "text": problem.text}]
            self._move("refused", problem.code, problem.text, problems=said)
        except (OperationalError, ConcurrencyError):
            raise  # run again on a fresh snapshot
        except Exception:
            _logger.exception("Exchange %s could not be taken in", self.id)
            self._fail("internal_error", self.env._("An internal error; it is in the log."))

    def _fail(self, code, reason):
        """Tried again later, and given up after some tries: then its owner must see to it."""
        tries = self.tries + 1
        last = tries >= MOST_TRIES
        wait = timedelta(minutes=2**tries)
        self._move("failed", code, reason, tries=tries, next_try=fields.Datetime.now() + wait)
        if last:
            self._move("dead", code, reason)
            self._tell_owner(self.env._("Given up"))

    def _sort(self):
        syntax = self._find_syntax()
        if not (syntax._names_sides or self.partner_id):
            self._hold("unknown_sender", self.env._("The file does not say who sent it."))
            return
        reading = self._reading()
        if not reading.interchanges:
            raise Undecodable("empty", self.env._("There is no interchange in the file."))
        if len(reading.interchanges) > 1 and not self.part:
            self._split_interchanges(reading)
            return
        interchange = self._interchange()
        self._note_envelope(interchange)
        partner = self._find_partner(syntax, interchange.envelope)
        if not partner:
            return
        partner._take_turn()
        if not self.partner_id:
            self.write({"partner_id": partner.id, "company_id": partner.company_id.id})
            self._forget_reading()
            interchange = self._interchange()  # by what this partner is allowed
        if self._is_repeated(syntax, interchange):
            return
        self._hand_on(interchange)
        self._answer(syntax, interchange)
        self._conclude(interchange)

    def _find_syntax(self):
        content = self._bytes()
        if not content.strip():
            raise Undecodable("empty", self.env._("The file is empty."))
        syntax = self.env["b2b.edi.syntax"]._for(content, self.filename)
        if syntax is None or not (self.partner_id or syntax._is_told(content, self.filename)):
            raise Undecodable(
                "unknown_format", self.env._("This is no kind of EDI document we can read.")
            )
        self.syntax = syntax._code
        return syntax

    def _split_interchanges(self, reading):
        self.create(
            [
                {
                    "direction": "in",
                    "parent_id": self.id,
                    "part": part,
                    "company_id": self.company_id.id,
                    "partner_id": self.channel_partner_id.id,
                    "channel_partner_id": self.channel_partner_id.id,
                    "filename": self.filename,
                    "sender": self.sender,
                    "checksum": self.checksum,
                }
                for part in range(1, len(reading.interchanges) + 1)
            ]
        )
        count = len(reading.interchanges)
        self._move("split", "split", self.env._("It holds %(count)s interchanges.", count=count))
