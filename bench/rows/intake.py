"""What the way from bytes to order adds to making the same order by hand."""

from odoo.addons.b2b_oms.intake.inbound import InboundDocument

from bench import trade
from bench.measure import side_by_side
from bench.rows.spine import _ordering


def measure(env):
    """One row: a CSV file of ten lines, from its bytes to the released order."""
    account, products = trade.account(env), trade.goods(env)[:10]
    files = iter(range(10**6))

    def submit():
        number = next(files)
        rows = "".join(f"F-{number},{product.default_code},2\n" for product in products)
        content = f"PO,SKU,Qty\n{rows}".encode()
        document = InboundDocument(content, "po.csv", "rep", account)
        assert env["b2b.intake"].submit(document).order_ids.state == "sale"

    yield side_by_side(
        env,
        "CSV file of 10 lines to released order (two commits)",
        "our create and confirm",
        submit,
        _ordering(env, account, products),
    )
