"""Tiers with their price lists, accounts, branches."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command

from .orders import PACKED, THIN

TERMS = {
    "prepaid": "account.account_payment_term_immediate",
    "net15": "account.account_payment_term_15days",
    "net30": "account.account_payment_term_30days",
    "net45": "account.account_payment_term_45days",
}


def load(demo):
    """50 accounts over 6 tiers; some have branches, terms or a minimum of their own."""
    terms = {key: demo.env.ref(xmlid) for key, xmlid in TERMS.items()}
    terms["end_of_month"] = _end_of_month(demo)
    _tiers(demo, terms)
    _accounts(demo, terms)
    _branches(demo)
    _agreements(demo)
    _rules(demo)


def _agreements(demo):
    """Two accounts negotiated prices; one of them a quantity to draw down."""
    today = fields.Date.today()
    for ref, sku, price, quantity, months in (
        ("C10010", "NG-L", 7.95, 600, 6),
        ("C10020", "SF-80", 44.90, 0, 1),
    ):
        account, product = demo._get("account", ref), demo._get("product", sku)
        agreement = demo.env["b2b.price.agreement"].create(
            {
                "name": f"{account.name}, {today.year}",
                "account_id": account.id,
                "date_start": today - relativedelta(months=2),
                "date_end": today + relativedelta(months=months, days=-3),
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": product.product_tmpl_id.id,
                            "compute_price": "fixed",
                            "fixed_price": price,
                            "b2b_quantity_total": quantity,
                        }
                    )
                ],
            }
        )
        demo._name_records("agreement", [ref], [agreement])


def _rules(demo):
    """Gloves leave in packs of ten; toilet tissue is never sold too near its cost."""
    packed = demo._get("product", PACKED)
    demo.env["b2b.quantity.rule"].create(
        {"product_tmpl_id": packed.product_tmpl_id.id, "minimum": 10, "multiple": 10}
    )
    demo.env["b2b.volume.discount"].create(
        [{"threshold": threshold, "percent": percent, "tier_id": demo._get("tier", tier).id}
         for tier, threshold, percent in (("platinum", 5000, 5), ("gold", 7500, 3))]
    )  # fmt: skip
    thin = demo._get("product", THIN[0]).categ_id
    thin.write({"b2b_has_margin_floor": True, "b2b_margin_floor": 60})


def _end_of_month(demo):
    term = demo.env["account.payment.term"].create(
        {
            "name": "End of month",
            "line_ids": [
                Command.create(
                    {
                        "value": "percent",
                        "value_amount": 100,
                        "delay_type": "days_after_end_of_month",
                        "nb_days": 0,
                    }
                )
            ],
        }
    )
    demo._name_records("term", ["end_of_month"], [term])
    return term


def _tiers(demo, terms):
    rows, prices = demo._rows("tiers"), demo._rows("prices")
    for sequence, row in enumerate(rows):
        items = [_item(demo, price) for price in prices if price["tier"] == row["code"]]
        pricelist = demo.env["product.pricelist"].create(
            {"name": f"{row['name']} prices", "item_ids": [Command.create(i) for i in items if i]}
        )
        tier = demo.env["b2b.account.tier"].create(
            {
                "name": row["name"],
                "code": row["code"],
                "sequence": sequence,
                "pricelist_id": pricelist.id,
                "payment_term_id": terms[row["term"]].id,
                "minimum_order": float(row["minimum_order"]),
                "prepaid": row["prepaid"] == "yes",
                "note": row["note"],
            }
        )
        demo._name_records("pricelist", [row["code"]], [pricelist])
        demo._name_records("tier", [row["code"]], [tier])


def _item(demo, row):
    """Values of one rule: for all goods, one category, or one product by its SKU."""
    values = {"min_quantity": float(row["min_quantity"])}
    applies_to = row["applies_to"]
    if not applies_to:
        values["applied_on"] = "3_global"
    elif "-" in applies_to:
        product = demo._get("product", applies_to)
        values |= {"applied_on": "1_product", "product_tmpl_id": product.product_tmpl_id.id}
    else:
        category = demo._get("category", applies_to)
        values |= {"applied_on": "2_product_category", "categ_id": category.id}
    if row["fixed_price"]:
        return values | {"compute_price": "fixed", "fixed_price": float(row["fixed_price"])}
    return values | {
        "compute_price": "formula",
        "base": "list_price",
        "price_discount": float(row["discount"]),
        "price_round": 0.01,
    }


def _accounts(demo, terms):
    rows = demo._rows("accounts")
    accounts = demo.env["res.partner"].create(
        [
            {
                "name": row["name"],
                "ref": row["ref"],
                "is_company": True,
                "phone": row["phone"],
                "email": row["email"],
                "customer_rank": 1,
                "b2b_tier_id": demo._get("tier", row["tier"]).id,
                "b2b_minimum_order": float(row["own_minimum"] or 0),
                "property_payment_term_id": terms[row["own_term"]].id if row["own_term"] else False,
                "child_ids": [
                    Command.create(
                        {"name": row["contact"], "type": "contact", "function": "Purchasing"}
                    )
                ],
            }
            | demo._address(row)
            for row in rows
        ]
    )
    demo._name_records("account", [row["ref"] for row in rows], accounts)


def _branches(demo):
    rows = demo._rows("branches")
    branches = demo.env["res.partner"].create(
        [
            {
                "name": row["name"],
                "ref": row["ref"],
                "type": "delivery",
                "parent_id": demo._get("account", row["account"]).id,
            }
            | demo._address(row)
            for row in rows
        ]
    )
    demo._name_records("branch", [row["ref"] for row in rows], branches)
