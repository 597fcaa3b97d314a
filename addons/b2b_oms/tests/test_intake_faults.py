from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import IntakeCase

LOGGER = "odoo.addons.b2b_oms.models.b2b_intake"


@tagged("post_install", "-at_install")
class TestIntakeFaults(IntakeCase):
    """Whatever breaks in the middle: the bytes are kept, nothing is half made."""

    def _breaking(self, error):
        return patch.object(type(self.env["b2b.order.mapper"]), "_prepare_line", side_effect=error)

    def test_business_error_leaves_no_half_made_order(self):
        with self._breaking(UserError("The warehouse burned down.")):
            intake = self._submit(self._po())
        self.assertEqual(intake.state, "waiting")
        self.assertEqual(intake.reason, "The warehouse burned down.")
        self.assertFalse(self.env["sale.order"].search([("client_order_ref", "=", "PO-1")]))
        intake.action_process_again()
        self.assertReleased(intake.order_ids)
        self.assertPromisesHold()

    def test_bug_in_our_code_waits_for_a_person_and_is_logged(self):
        with self._breaking(ZeroDivisionError("oops")), self.assertLogs(LOGGER, "ERROR"):
            intake = self._submit(self._po())
        self.assertEqual((intake.state, intake.reason_code), ("waiting", "internal_error"))
        self.assertNotIn("oops", intake.reason)
        self.assertPromisesHold()

    @mute_logger("odoo.service.model")
    def test_processing_is_repeated_when_another_transaction_was_first(self):
        mapper = type(self.env["b2b.order.mapper"])
        original, tries = mapper._prepare_order, []

        def first_fails(self, *args):
            tries.append(1)
            if len(tries) == 1:
                raise SerializationFailure("could not serialize access")
            return original(self, *args)

        with (
            patch.object(mapper, "_prepare_order", first_fails),
            patch("odoo.service.model.PG_CONCURRENCY_EXCEPTIONS_TO_RETRY", (SerializationFailure,)),
            patch("odoo.service.model.errorcodes.lookup", return_value="SERIALIZATION_FAILURE"),
            patch("odoo.service.model.time.sleep"),
        ):
            intake = self._submit(self._po())
        self.assertEqual(len(tries), 2)
        self.assertReleased(intake.order_ids)
        self.assertPromisesHold()

    def test_document_stored_and_not_processed_is_picked_up(self):
        with patch.object(type(self.env["b2b.intake"]), "_run"):  # the worker dies here
            intake = self._submit(self._po())
        self.assertEqual(intake.state, "received")
        self.env["b2b.intake"]._cron_process()
        self.assertReleased(intake.order_ids)
        self.env["b2b.intake"]._cron_process()
        self.assertEqual(len(intake.order_ids), 1)
        self.assertPromisesHold()
