"""When whom is billed, the runs of the four weeks, and how far their invoices and notices got."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from ..billing.plan import batches
from ..billing.run import CHUNK

WEEKS = timedelta(days=31)
# The schedule of each tier; starter accounts pay first and are billed on confirmation.
TIERS = {
    "platinum": "weekly",
    "gold": "daily",
    "silver": "shipment",
    "bronze": "complete",
    "contractor": "half_month",
}
# Accounts that agreed on something else than their tier.
OWN = {"C10130": "month_end", "C10180": "shipment"}
# What Odoo's default would not say: by which way invoices go, and who gets them.
WAYS = {
    "C10020": "manual",
    "C10080": "b2b_post",
    "C10150": "b2b_post",
    "C10440": "b2b_post",
    "C10460": "b2b_post",
}
PAYABLES = {
    "C10010": ("Accounts Payable", "ap@northsidefoods.example"),
    "C10210": ("Redwood Millwork Shared Services", "invoices@redwoodmillwork.example"),
    "C10350": ("Palmetto Boatworks Accounting", False),  # nobody asked for its address
}
CARRIERS = (
    ("Midwest Freight Lines", "MFL", "https://track.midwestfreight.example/?n={}"),
    ("Parcel Express", "PX", "https://parcelexpress.example/t/{}"),
)


def agree(demo):
    """Schedules of tiers and accounts, ways of sending, billing contacts."""
    schedules = _schedules(demo)
    for code, schedule in TIERS.items():
        demo._get("tier", code).billing_schedule_id = schedules[schedule]
    for ref, schedule in OWN.items():
        demo._get("account", ref).b2b_billing_schedule_id = schedules[schedule]
    for ref, way in WAYS.items():
        demo._get("account", ref).invoice_sending_method = way
    demo.env["res.partner"].create(
        [
            {"name": name, "email": email, "type": "invoice",
             "parent_id": demo._get("account", ref).id}
            for ref, (name, email) in PAYABLES.items()
        ]
    )  # fmt: skip


def _schedules(demo):
    since = fields.Datetime.now() - WEEKS
    make = demo.env["b2b.billing.schedule"].create
    daily, half = make(
        [
            {"name": "Every working day", "timing": "daily", "cut_off": 18, "sequence": 40},
            {
                "name": "On the 15th and at month end",
                "timing": "semi_monthly",
                "day": 31,
                "second_day": 15,
                "cut_off": 18,
                "sequence": 60,
                "group_ship_to": False,
                "fees": "period",
                "shift": "before",
            },
        ]
    )
    demo._name_records("schedule", ("daily", "half_month"), [daily, half])
    schedules = {"daily": daily, "half_month": half}
    for key in ("shipment", "complete", "weekly", "month_end"):
        schedules[key] = demo.env.ref(f"b2b_oms.billing_schedule_{key}")
    everything = demo.env["b2b.billing.schedule"].concat(*schedules.values())
    everything.starts_on = since
    everything.tz = "America/Chicago"
    return schedules


def run_weeks(demo):
    """Every moment of the weeks in its order, as the scheduler met it: numbers follow the days."""
    now, company = fields.Datetime.now(), demo.env.company
    due = []
    for schedule in demo.env["b2b.billing.schedule"].search([]):
        if schedule._accounts(company):
            due += [(moment, schedule) for moment in _moments(schedule, company, now)]
    for moment, schedule in sorted(due, key=lambda pair: (pair[0], pair[1].sequence)):
        _run(schedule, company, moment)


def _moments(schedule, company, now):
    if not schedule.is_event:
        return schedule._moments(company, now - WEEKS, now)
    clock = schedule._clock(company)._replace(cut_off=24.0)
    nights = [clock.closing(clock.day(now) - timedelta(days=n)) for n in range(1, WEEKS.days)]
    moves = schedule.env["stock.move"].search(
        [("state", "=", "done"), ("b2b_claim_ids", "=", False)]
    )
    days = {clock.day(moment) for moment in moves.mapped("date")}
    return [night for night in nights if clock.day(night - timedelta(seconds=1)) in days]


def _run(schedule, company, moment):
    """The pieces of a run without its commits: the demo is loaded whole or not at all."""
    day = schedule._clock(company).day(moment - timedelta(seconds=1))
    runs = schedule.env["b2b.billing.run"].with_context(b2b_issue_date=day)
    plan, _waiting = schedule.env["b2b.billing.plan"]._plan(schedule, company, moment)
    if not plan and schedule.is_event:
        return
    run = runs.create({"schedule_id": schedule.id, "company_id": company.id, "moment": moment})
    for chunk in batches(run._begin(), CHUNK):
        run._bill(chunk)
    run._end()
    run.write({"started": moment, "finished": moment + timedelta(minutes=1)})


# === WHAT BECAME OF THE DOCUMENTS === #


def deliver(demo):
    """Carriers on the shipments; documents of earlier days are sent, those of the last wait."""
    _track(demo)
    dispatches = demo.env["b2b.billing.dispatch"].search([], order="id")
    printed_since = fields.Date.today() - timedelta(days=9)
    for dispatch in dispatches:
        moment = _left_at(dispatch)
        to_print = dispatch.way == "b2b_post" and moment.date() > printed_since
        if not _would_fail(dispatch):
            state = "to_print" if to_print else "sent"
            dispatch.write({"state": state, "tries": 1, "sent_at": moment})


def _track(demo):
    shipped = demo.env["stock.picking"].search(
        [("state", "=", "done"), ("sale_id", "!=", False)], order="id"
    )
    for picking in shipped:
        carrier, prefix, page = CARRIERS[picking.id % len(CARRIERS)]
        number = f"{prefix}{7_300_000 + 37 * picking.id}"
        picking.write(
            {
                "b2b_carrier": carrier,
                "b2b_tracking_ref": number,
                "b2b_tracking_url": page.format(number),
            }
        )


def _left_at(dispatch):
    if dispatch.picking_id:
        return dispatch.picking_id.date_done + timedelta(minutes=4)
    return fields.Datetime.to_datetime(dispatch.move_id.invoice_date) + timedelta(
        hours=24, minutes=3
    )


def _would_fail(dispatch):
    """An invoice to a contact without an address is tried for real, and stays in the queue."""
    if not dispatch.move_id or dispatch.way != "email" or dispatch.move_id.partner_id.email:
        return False
    try:
        dispatch._take()
    except UserError as error:
        dispatch._fail(str(error))
    return True
