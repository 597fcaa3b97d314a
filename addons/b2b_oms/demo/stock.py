"""Three warehouses and what lies in them."""


def load(demo):
    """The company's first warehouse gets our first address; two more are made."""
    env, company = demo.env, demo.env.company
    _switch_on(demo, "stock.group_stock_multi_locations", "stock.group_stock_multi_warehouses")
    _switch_on(demo, "uom.group_uom")
    rows = demo._rows("warehouses")
    for row in rows:
        address = env["res.partner"].create(
            {"name": f"{company.name}, {row['name']}", "type": "other"} | demo._address(row)
        )
        warehouse = _first_untouched(demo) or env["stock.warehouse"]
        values = {"name": row["name"], "code": row["code"], "partner_id": address.id}
        if warehouse:
            warehouse.write(values)
        else:
            warehouse = warehouse.create(values | {"company_id": company.id})
        demo._name_records("warehouse", [row["code"]], [warehouse])
    _fill(demo, [row["code"] for row in rows])


def _first_untouched(demo):
    """The warehouse Odoo made with the company, while nobody renamed or used it."""
    found = demo.env["stock.warehouse"].search([("company_id", "=", demo.env.company.id)])
    pickings = demo.env["stock.picking"].search_count([("company_id", "=", demo.env.company.id)])
    return found if len(found) == 1 and found.code == "WH" and not pickings else None


def _fill(demo, codes):
    """Count the opening stock in, as a person would."""
    quants = demo.env["stock.quant"].with_context(inventory_mode=True)
    values = []
    for row in demo._rows("products"):
        for code in codes:
            if int(row[code]):
                location = demo._get("warehouse", code).lot_stock_id
                product = demo._get("product", row["sku"])
                values.append(
                    {
                        "product_id": product.id,
                        "location_id": location.id,
                        "inventory_quantity": int(row[code]),
                    }
                )
    quants.create(values).action_apply_inventory()


def _switch_on(demo, *groups):
    """Give every user a feature of Odoo's settings."""
    user_group = demo.env.ref("base.group_user")
    user_group.write({"implied_ids": [(4, demo.env.ref(group).id) for group in groups]})
