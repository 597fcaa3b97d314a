"""Categories, units, products."""

from odoo.fields import Command


def load(demo):
    """300 storable products in a tree of categories, cartons as units."""
    env, rows = demo.env, demo._rows("products")
    categories = _categories(demo, {row["category"] for row in rows})
    cartons = _cartons(demo, {int(row["carton"]) for row in rows if row["carton"]})
    products = env["product.product"].create(
        [
            {
                "name": row["name"],
                "default_code": row["sku"],
                "barcode": row["barcode"],
                "is_storable": True,
                "categ_id": categories[row["category"]].id,
                "list_price": float(row["price"]),
                "standard_price": float(row["cost"]),
                "invoice_policy": "delivery",
                "uom_ids": [Command.link(cartons[int(row["carton"])].id)] if row["carton"] else [],
            }
            for row in rows
        ]
    )
    demo._name_records("product", [row["sku"] for row in rows], products)


def _categories(demo, paths):
    """{“A / B / C”: category}, parents made first."""
    made = {}
    wanted = {" / ".join(path.split(" / ")[:depth]) for path in paths for depth in (1, 2, 3)}
    for path in sorted(wanted, key=lambda path: (path.count(" / "), path)):
        parent, _slash, name = path.rpartition(" / ")
        made[path] = demo.env["product.category"].create(
            {"name": name, "parent_id": made[parent].id if parent else False}
        )
    demo._name_records("category", made.keys(), made.values())
    return made


def _cartons(demo, sizes):
    unit = demo.env.ref("uom.product_uom_unit")
    sizes = sorted(sizes)
    made = demo.env["uom.uom"].create(
        [
            {"name": f"Carton of {size}", "relative_factor": size, "relative_uom_id": unit.id}
            for size in sizes
        ]
    )
    demo._name_records("carton", sizes, made)
    return dict(zip(sizes, made, strict=True))
