"""Ageing of 200,000 open items and an Excel file of 50,000, beside what Odoo has for either."""

import tracemalloc
from types import SimpleNamespace

from odoo.http import _request_stack
from odoo.tools import SQL

from odoo.addons.b2b_oms.collections.buckets import COLUMNS
from odoo.addons.b2b_oms.collections.workbook import workbook
from odoo.addons.web.controllers.export import ExportXlsxWriter

from bench.measure import side_by_side

ITEMS = 200_000
SHEET = 50_000
ACCOUNTS = 2_000


def measure(env):
    """Rows of the ageing by account, by age, and of the Excel file with its memory."""
    _owe(env)
    sums = [f"{code}:sum" for code, _label in COLUMNS] + ["amount:sum"]
    items, lines = env["b2b.open.item"], env["account.move.line"]
    open_lines = [
        ("account_type", "=", "asset_receivable"),
        ("parent_state", "=", "posted"),
        ("reconciled", "=", False),
    ]
    yield side_by_side(
        env,
        f"ageing of {ITEMS:,} open items by account, seven columns",
        "Odoo's open items by partner, one sum",
        lambda: items.formatted_read_group([], ["account_id"], sums),
        lambda: lines.formatted_read_group(open_lines, ["partner_id"], ["amount_residual:sum"]),
    )
    yield side_by_side(
        env,
        f"expected receipts of {ITEMS:,} items by week",
        "Odoo's open items by week due, one sum",
        lambda: items.formatted_read_group([], ["expected_on:week"], ["amount:sum"]),
        lambda: lines.formatted_read_group(
            open_lines, ["date_maturity:week"], ["amount_residual:sum"]
        ),
    )
    chosen = items.search([], limit=SHEET, order="id").ids
    domain = [("id", "in", chosen)]
    yield side_by_side(
        env,
        f"Excel of {SHEET:,} items, {_peak(lambda: workbook(env, domain)):.0f} MB at most",
        f"Odoo's export of as many, {_peak(lambda: _export(env, chosen)):.0f} MB at most",
        lambda: workbook(env, domain),
        lambda: _export(env, chosen),
    )


def _peak(work):
    """Megabytes that Python held at most while it worked."""
    tracemalloc.start()
    work()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def _export(env, ids):
    """What the export of the list does for the same items, six columns of the eighteen."""
    fields = ["partner_id/display_name", "move_name", "date", "date_maturity",
              "amount_residual_currency", "amount_residual"]  # fmt: skip
    rows = env["account.move.line"].browse(ids).export_data(fields)["datas"]
    columns = [{"label": name, "name": name, "store": True, "type": "char"} for name in fields]
    _request_stack.push(SimpleNamespace(env=env))  # the writer asks the request for the decimals
    try:
        with ExportXlsxWriter(columns, fields, len(rows)) as writer:
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    writer.write_cell(number + 1, place, value)
    finally:
        _request_stack.pop()
    return writer.value


def _owe(env):
    """Posted invoices of many accounts, one open item each, inserted as rows: nothing else is asked."""
    company = env.company
    tier = env["b2b.account.tier"].create({"name": "Bench"})
    accounts = env["res.partner"].create(
        [{"name": f"Debtor {n}", "b2b_tier_id": tier.id} for n in range(ACCOUNTS)]
    )
    receivable = accounts[0].property_account_receivable_id
    journal = env["account.journal"].search(
        [("type", "=", "sale"), ("company_id", "=", company.id)], limit=1
    )
    env.flush_all()
    env.cr.execute(
        SQL(
            """
            WITH made AS (
              INSERT INTO account_move (name, date, invoice_date, state, move_type, journal_id,
                company_id, currency_id, partner_id, commercial_partner_id, payment_state,
                amount_total, amount_residual, amount_total_signed, auto_post, sequence_prefix,
                sequence_number)
              SELECT 'BENCH/' || n, d.day, d.day, 'posted', 'out_invoice', %(journal)s,
                     %(company)s, %(currency)s, d.partner, d.partner, 'not_paid', 100, 100, 100,
                     'no', 'BENCH/', n
                FROM generate_series(1, %(items)s) n,
                     LATERAL (SELECT CURRENT_DATE - 30 - n %% 150 AS day,
                                     (%(accounts)s::int[])[1 + n %% %(count)s] AS partner) d
              RETURNING id, name, date, partner_id
            )
            INSERT INTO account_move_line (move_id, move_name, date, date_maturity, parent_state,
              journal_id, company_id, company_currency_id, currency_id, partner_id, account_id,
              display_type, debit, credit, balance, amount_currency, amount_residual,
              amount_residual_currency, reconciled)
            SELECT id, name, date, date + 30, 'posted', %(journal)s, %(company)s, %(currency)s,
                   %(currency)s, partner_id, %(receivable)s, 'payment_term', 100, 0, 100, 100, 100,
                   100, FALSE
              FROM made
            """,
            journal=journal.id,
            company=company.id,
            currency=company.currency_id.id,
            accounts=accounts.ids,
            count=ACCOUNTS,
            items=ITEMS,
            receivable=receivable.id,
        )
    )
    env.cr.execute("ANALYZE account_move, account_move_line")
    env.invalidate_all()
