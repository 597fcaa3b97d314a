"""Checks, exposure and the release queue: nothing stands beside them, the figures stand alone."""

from odoo.fields import Command

from bench.measure import alone

LINES = (1, 10, 100)
ACCOUNTS = 5_000
ITEMS = 200_000
HOLDS = 1_000
PAGE = 1_000  # the whole queue on one page


def measure(env):
    """All checks on orders of several sizes; exposure of many accounts; the queue of holds."""
    yield from _checks(env)
    accounts = _accounts(env)
    _open_items(env, accounts)
    yield _exposure(env, accounts)
    yield _queue(env, accounts[:HOLDS])


def _checks(env):
    tier = env["b2b.account.tier"].create({"name": "Checks", "minimum_order": 5})
    account = env["res.partner"].create({"name": "Checked account", "b2b_tier_id": tier.id})
    env["b2b.credit.limit"].create({"account_id": account.id, "amount": 1_000_000})
    products = env["product.product"].create(
        [{"name": f"Checked {n}", "list_price": 10, "is_storable": True} for n in range(max(LINES))]
    )
    for lines in LINES:
        order = env["sale.order"].create(
            {
                "partner_id": account.id,
                "client_order_ref": f"CHECKS-{lines}",
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 2})
                    for product in products[:lines]
                ],
            }
        )
        what = f"all checks, {lines} line{'s' * (lines > 1)}"
        yield alone(
            env, f"{what}, priced before", lambda order=order: _ask(env, order), order._b2b_quotes
        )
        yield alone(env, f"{what}, nothing read before", lambda order=order: _ask(env, order))


def _ask(env, order):
    env["b2b.check.policy"]._decide(env["b2b.order.check"]._run(order))


def _accounts(env):
    """Accounts with a limit each; the limits without history, which would take its time."""
    company = env.company
    accounts = env["res.partner"].create(
        [{"name": f"Debtor {number}", "is_company": True} for number in range(ACCOUNTS)]
    )
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO b2b_credit_limit (account_id, company_id, currency_id, kind, amount, active)
        SELECT id, %s, %s, 'limit', 500, TRUE FROM unnest(%s) id
        """,
        [company.id, company.currency_id.id, accounts.ids],
    )
    env.registry.clear_cache()
    return accounts


def _open_items(env, accounts):
    """A posted invoice for each item, half of them overdue."""
    company, currency = env.company, env.company.currency_id
    journal = env["account.journal"].search([("type", "=", "sale")], limit=1)
    receivable = env["account.account"].search([("account_type", "=", "asset_receivable")], limit=1)
    each = ITEMS // ACCOUNTS
    env.cr.execute(
        """
        WITH moves AS (
          INSERT INTO account_move (name, move_type, state, date, invoice_date, journal_id,
                                    company_id, currency_id, partner_id, commercial_partner_id,
                                    payment_state, auto_post)
          SELECT 'BENCH/' || p || '/' || n, 'out_invoice', 'posted', CURRENT_DATE, CURRENT_DATE, %s,
                 %s, %s, p, p, 'not_paid', 'no'
            FROM unnest(%s) p, generate_series(1, %s) n
          RETURNING id, partner_id)
        INSERT INTO account_move_line (move_id, partner_id, account_id, journal_id, company_id,
                                       company_currency_id, currency_id, parent_state, date,
                                       date_maturity, debit, credit, balance, amount_currency,
                                       amount_residual, amount_residual_currency, reconciled,
                                       display_type)
        SELECT id, partner_id, %s, %s, %s, %s, %s, 'posted', CURRENT_DATE,
               CURRENT_DATE + (id %% 60 - 30)::int, 10, 0, 10, 10, 10, 10, FALSE, 'payment_term'
          FROM moves
        """,
        [journal.id, company.id, currency.id, accounts.ids, each]
        + [receivable.id, journal.id, company.id, currency.id, currency.id],
    )
    env.cr.execute("ANALYZE")


def _exposure(env, accounts):
    def ask():
        amounts = env["b2b.credit.exposure"]._amounts(accounts.ids, env.company.ids)
        assert len(amounts) == ACCOUNTS

    return alone(env, f"exposure of {ACCOUNTS:,} accounts, {ITEMS:,} open items", ask)


def _queue(env, accounts):
    """Opened as the credit controller does: every column of the list, and how many there are."""
    tier = env["b2b.account.tier"].search([("name", "=", "Checks")], limit=1)
    accounts.b2b_tier_id = tier
    product = env["product.product"].search([("name", "=", "Checked 0")], limit=1)
    env["sale.order"].create(
        [
            {
                "partner_id": account.id,
                "client_order_ref": f"QUEUE-{account.id}",
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 50})],
            }
            for account in accounts
        ]
    )._b2b_evaluate()
    controller = env["res.users"].create(
        {
            "name": "Controller",
            "login": "bench-controller",
            "group_ids": [Command.set(env.ref("b2b_oms.group_credit").ids)],
        }
    )
    holds = env["b2b.order.hold"].with_user(controller)
    view = holds.get_view(env.ref("b2b_oms.b2b_order_hold_view_list_credit").id, "list")
    columns = view["models"]["b2b.order.hold"]
    relations = {name for name in columns if holds._fields[name].type == "many2one"}
    wanted = {
        name: {"fields": {"display_name": {}}} if name in relations else {} for name in columns
    }
    domain = [("state", "=", "open"), ("team", "=", "credit"), ("code", "=", "credit_limit")]

    def open_queue():
        page = holds.web_search_read(domain, wanted, limit=PAGE)
        assert page["length"] == HOLDS and page["records"][0]["over"] > 0

    return alone(env, f"release queue of {HOLDS:,} holds", open_queue)
