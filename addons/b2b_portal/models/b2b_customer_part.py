from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.b2b_oms.documents import table
from odoo.addons.b2b_oms.documents.purchase_order import OrderLine

LIMITS = table.Limits(max_bytes=2 * 1024 * 1024, max_rows=5000, max_unpacked=30 * 1024 * 1024)
HEADINGS = table.Headings(
    {
        "code": ("part", "part number", "part no", "own part number", "your part number",
                 "customer part", "customer part number", "our part number", "own number"),
        "sku": ("sku", "item", "item number", "article", "product", "supplier sku", "item no",
                "supplier part", "supplier part number"),
    }
)  # fmt: skip
NEEDED = {"own part number": ("code",), "SKU": ("sku",)}
LONGEST_CODE = 64


class CustomerPart(models.Model):
    _inherit = "b2b.customer.part"

    @api.model
    def _import(self, buyer, content):
        """Take an account's own part numbers from a file: new ones are added, known ones moved.

        :param buyer: :class:`Buyer`
        :param content: bytes of a CSV or XLSX file with the columns part number and SKU
        :return: (how many were taken, list of sentences about rows that were not)
        :raises Undecodable: no such table is in the file, or it is too large
        """
        read = table.read(content, LIMITS, self._is_header, "part number and SKU")
        columns = table.columns(read.header, HEADINGS.recognize(read.header), NEEDED)
        rows, problems = self._rows(read.rows, columns)
        lines = [OrderLine(where=str(row), quantity=None, sku=sku) for row, _code, sku in rows]
        lookup = self.env["b2b.product.lookup"].sudo()
        matches = lookup._match(lines, buyer.account, buyer.company)
        wanted = {}
        for (row, code, _sku), match in zip(rows, matches, strict=True):
            if match.product and match.product.sale_ok:
                wanted[code] = match.product
            else:
                reason = match.reason or self.env._("This product is not sold.")
                problems.append(self.env._("Row %(row)s: %(reason)s", row=row, reason=reason))
        self._keep(buyer, wanted)
        return len(wanted), problems

    @api.model
    def _is_header(self, cells):
        return {"code", "sku"} <= HEADINGS.recognize(cells).keys()

    @api.model
    def _rows(self, rows, columns):
        """([(row number, code, sku)], problems) of the rows with both cells filled."""
        kept, problems = [], []
        for number, cells in rows:
            code, sku = (
                _text(cells[columns[name]]) if columns[name] < len(cells) else ""
                for name in ("code", "sku")
            )
            if not code or not sku or len(code) > LONGEST_CODE:
                problems.append(
                    self.env._("Row %(row)s: needs a part number and a SKU.", row=number)
                )
            else:
                kept.append((number, code, sku))
        return kept, problems

    @api.model
    def _keep(self, buyer, wanted):
        """:param wanted: {code: ``product.product``}"""
        Part = self.sudo()
        known = Part.search([("account_id", "=", buyer.account.id), ("code", "in", list(wanted))])
        for part in known.filtered(lambda part: part.product_id != wanted[part.code]):
            part.product_id = wanted[part.code]
        Part.create(
            [
                {"account_id": buyer.account.id, "code": code, "product_id": product.id}
                for code, product in wanted.items()
                if code not in set(known.mapped("code"))
            ]
        )

    @api.model
    def _add(self, buyer, code, sku):
        """One part number.

        :raises UserError: the product is not found
        """
        line = OrderLine(where="", quantity=None, sku=sku.strip())
        match = (
            self.env["b2b.product.lookup"].sudo()._match([line], buyer.account, buyer.company)[0]
        )
        code = code.strip()[:LONGEST_CODE]
        if not code or not match.product or not match.product.sale_ok:
            raise UserError(match.reason or self.env._("Enter your part number and our SKU."))
        self._keep(buyer, {code: match.product})


def _text(cell):
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()
