"""Bytes in: stored first, then told whose they are, then handed on, each step once."""

import base64
import hashlib
import json
import logging
from datetime import timedelta
from pathlib import PurePosixPath

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import retrying

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs import explanation
from ..codecs.reading import REJECTED
from ..documents.envelope import Address
from ..syntaxes.syntax import kind_of

_logger = logging.getLogger(__name__)

READING = "b2b_oms_edi.reading"
MOST_TRIES = 5
MOST_PROBLEMS = 200
LONGEST_NAME = 120


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
        if syntax is None:
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

    # === READING, ONCE === #

    def _bytes(self):
        """The file as it came, or as we wrote it."""
        source = self.parent_id or self
        return base64.b64decode(source.with_context(bin_size=False).content or b"")

    def _reading(self):
        """The ``Reading`` of the whole file; kept for the next part, one file at a time."""
        source = self.parent_id or self
        key = (source.id, self.partner_id.id)
        cached = self.env.cr.cache.get(READING)
        if cached and cached[0] == key:
            return cached[1]
        content = self._bytes()
        syntax = self.env["b2b.edi.syntax"]._for(content, self.filename)
        reading = syntax._interpret(content, self.partner_id._policy())
        self.env.cr.cache[READING] = (key, reading)
        return reading

    def _forget_reading(self):
        self.env.cr.cache.pop(READING, None)

    def _interchange(self):
        """The interchange this exchange stands for."""
        return self._reading().interchanges[max(self.part, 1) - 1]

    def _note_envelope(self, interchange):
        envelope = interchange.envelope
        messages = interchange.messages
        kinds = [kind_of(one.document) for one in messages if one.document is not None]
        is_heard = bool(interchange.acknowledgements)
        self.write(
            {
                "control": envelope.interchange[:200],
                "is_test": envelope.is_test,
                "digest": self._digest(interchange),
                "message_type": ", ".join(
                    dict.fromkeys(one.envelope.message_type[:20] for one in messages)
                )[:60]
                or ("TA1" if is_heard else ""),
                "kind": kinds[0] if kinds else "acknowledgement" if is_heard else "other",
                "number": ", ".join(_numbers(messages))[:100],
                "problems": self._said(interchange),
            }
        )

    def _digest(self, interchange):
        """A hash of what was said, whatever the line breaks; of the bytes where there are no segments."""
        raw = [interchange.header, *(message.raw for message in interchange.messages)]
        if not any(raw):
            return self.checksum
        return hashlib.sha256(json.dumps(raw).encode()).hexdigest()

    def _said(self, interchange):
        """What is wrong, each with its place, as the screen and programs show it."""
        alone = type(self._reading())(self.syntax or "", "", [interchange])
        said = explanation.of_reading(alone)
        problems = list(said["problems"])
        for message in said["messages"]:
            name = message["control_numbers"]["message"]
            problems += [
                {**problem, "message": f"{message['type']} {name}".strip()}
                for problem in message["problems"]
            ]
        return problems[:MOST_PROBLEMS]

    # === WHOSE IT IS === #

    def _find_partner(self, syntax, envelope):
        """The partner; empty when a person must say (the exchange then waits)."""
        if self.is_released and self.partner_id:
            return self.partner_id
        partner = self.channel_partner_id
        if partner:
            problem = self._channel_problem(partner, syntax, envelope)
            if problem:
                return self._hold("sender_mismatch", problem)
        else:
            found = self.env["b2b.edi.partner"]._identify(syntax._code, envelope)
            fitting = found.filtered(lambda one: one.is_test == envelope.is_test)
            partner = fitting or found
            if len(partner) != 1:
                said = _named(envelope.sender)
                return self._hold(
                    "unknown_sender",
                    self.env._("“%(sender)s” is no trading partner of ours.", sender=said),
                )
        if not syntax._is_proven(partner, self._bytes()):
            return self._hold(
                "wrong_secret", self.env._("The shared secret is not the agreed one.")
            )
        if syntax._has_acknowledgements and partner.is_test != envelope.is_test:
            self.partner_id = partner
            return self._hold("test_flag", self._test_flag_text(partner))
        return partner

    def _channel_problem(self, partner, syntax, envelope):
        if partner.syntax != syntax._code:
            return self.env._("With this partner another syntax was agreed.")
        return partner._mismatch(envelope)

    def _test_flag_text(self, partner):
        if partner.is_test:
            return self.env._("Marked as production, the partner is still in test.")
        return self.env._("Marked as a test, the partner is in production.")

    def _hold(self, code, reason):
        self._move("held", code, reason)
        return self.env["b2b.edi.partner"]

    # === WHETHER IT CAME BEFORE === #

    def _is_repeated(self, syntax, interchange):
        """The same again is answered as before; its number with other content waits for a person."""
        if not self.control:
            return False
        since = fields.Datetime.now() - timedelta(days=max(self.partner_id.duplicate_days, 0))
        earlier = self.search(
            [
                ("direction", "=", "in"),
                ("partner_id", "=", self.partner_id.id),
                ("control", "=", self.control),
                ("is_test", "=", self.is_test),
                ("state", "=", "taken"),
                ("create_date", ">=", since),
                ("id", "!=", self.id),
            ],
            order="id",
        )
        if not earlier or self.is_released:
            return False
        same = earlier.filtered(lambda one: one.digest == self.digest)[:1]
        if same:
            self._move(
                "duplicate",
                "duplicate",
                self.env._("It came before, as %(name)s.", name=same.display_name),
                duplicate_of_id=same.id,
            )
            same.answer_ids._send_again()
            return True
        syntax._repeated(interchange)
        self._answer(syntax, interchange)
        self._move(
            "held",
            "control_reused",
            self.env._(
                "Its number was used before for other content, in %(name)s.",
                name=earlier[:1].display_name,
            ),
            duplicate_of_id=earlier[:1].id,
        )
        return True

    # === WHAT IS IN IT === #

    def _hand_on(self, interchange):
        """Orders and changes to the intake, acknowledgements to what they acknowledge."""
        wanted = []
        for position, message in enumerate(interchange.messages, 1):
            kind = kind_of(message.document) if message.document is not None else ""
            if kind == "acknowledgement":
                self._hear(message.document)
            elif kind in ("order", "order_change"):
                wanted.append((position, message))
        for heard in interchange.acknowledgements:
            self._hear(heard)
        if wanted:
            Intake = self.env["b2b.intake"].sudo()
            Intake.create([self._prepare_intake(*one) for one in wanted])

    def _prepare_intake(self, position, message):
        document = message.document
        number = getattr(document, "order_number", "") or getattr(document, "number", "")
        return {
            "company_id": self.company_id.id,
            "channel": "edi",
            "edi_exchange_id": self.id,
            "part": position,
            "account_id": self.partner_id.account_id.id,
            "mail_id": self.mail_id.id,
            "filename": self.filename,
            "sender": _named(message.envelope.sender)[:200],
            "reference": f"{self.control} {message.envelope.message}".strip()[:200],
            "checksum": self.digest,
            "number": number[:200] or False,
        }

    def _message_document(self, position):
        """The document of one message, as the intake reads it."""
        messages = self._interchange().messages
        document = messages[position - 1].document
        if document is None:
            raise Undecodable("rejected", self.env._("The message was rejected."))
        return document

    def _answer(self, syntax, interchange):
        """Write the acknowledgements; they are sent when this is committed."""
        partner = self.partner_id
        if partner.acknowledge == "never":
            return

        def due(verdict):
            return partner.acknowledge == "always" or verdict != "accepted"

        for message_type, content in syntax._answers(partner, interchange, due):
            number = self.env["b2b.edi.counter"]._next(partner, "file")
            self.create(
                self._prepare_written(partner, content)
                | {
                    "kind": "acknowledgement",
                    "message_type": message_type,
                    "filename": syntax._filename(partner, message_type, number),
                    "answers_id": self.id,
                }
            )

    def _conclude(self, interchange):
        if interchange.messages and all(one.verdict == REJECTED for one in interchange.messages):
            first = next(iter(self.problems or []), {})
            self._move("refused", "rejected", first.get("text") or self.env._("Rejected."))
            return
        if not interchange.messages and not interchange.acknowledgements:
            self._move("refused", "empty", self.env._("There is no message in it."))
            return
        count = len(self.intake_ids)
        rejected = sum(one.verdict == REJECTED for one in interchange.messages)
        words = [self.env._("Documents taken in: %(count)s.", count=count)] if count else []
        if rejected:
            words.append(self.env._("Rejected: %(count)s.", count=rejected))
        if not words:
            words = [self.env._("Acknowledgement noted.")]
        self._move("taken", "taken", " ".join(words))


def safe_name(name):
    """A file name that is only a name: no folders, no control characters, not too long."""
    name = PurePosixPath((name or "").replace("\\", "/")).name
    name = "".join(char for char in name if char.isprintable())
    return name[-LONGEST_NAME:].lstrip(". ") or "document"


def _named(address: Address):
    return ":".join(filter(None, (address.qualifier, address.id)))[:60] or "?"


def _numbers(messages):
    for message in messages:
        document = message.document
        number = getattr(document, "order_number", "") or getattr(document, "number", "")
        if number:
            yield number
