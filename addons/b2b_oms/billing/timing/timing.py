from odoo import models


class BillingTiming(models.AbstractModel):
    """When an account is billed, and how much of its shipments belongs on one invoice.

    To add one: a model inheriting this with ``_code``, ``_label`` and, for a calendar, ``_days``.
    """

    _name = "b2b.billing.timing"
    _inherit = "b2b.plugin"
    _description = "When to bill"
    _label = None
    _is_event = False  # an event is billed when it happened, a calendar when its moment has come
    _bills_ordered = False  # what was ordered, whatever was shipped

    def _days(self, schedule, first, last, is_workday):
        """Override this to list the days from first to last on which the schedule falls due.

        :param is_workday: callable of a date; days off are moved afterwards by the schedule
        """
        return []

    def _own_key(self, parcel):
        """Override this to add what keeps the parcels of one account on invoices of their own."""
        return ()

    def _must_wait(self, order, is_open):
        """Override this to keep back an order's parcels.

        :param is_open: whether goods of the order are still to leave
        :return: the reason as a sentence, or None
        """
        return
