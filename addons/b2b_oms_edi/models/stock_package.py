import base64
import io

from PIL import Image, ImageDraw
from reportlab.graphics.barcode.code128 import Code128

from odoo import fields, models

# Modules of white on either side, as the standard wants.
QUIET = 10


class StockPackage(models.Model):
    """A package has one SSCC for ever: the label and the despatch advice show the same."""

    _inherit = "stock.package"

    b2b_sscc = fields.Char(string="SSCC", copy=False, readonly=True)
    b2b_sscc_code = fields.Char(compute="_compute_b2b_sscc_code", help="As printed: (00) and SSCC")

    _b2b_sscc_uniq = models.UniqueIndex(
        "(b2b_sscc) WHERE b2b_sscc IS NOT NULL", "This SSCC is on another package."
    )

    def _compute_b2b_sscc_code(self):
        for package in self:
            package.b2b_sscc_code = package.b2b_sscc and f"(00) {package.b2b_sscc}"

    def _b2b_give_sscc(self, company):
        """Number the packages that have no SSCC yet.

        :param company: ``res.company`` whose GS1 prefix counts
        :raises UserError: the company has no prefix
        """
        for package in self.filtered(lambda package: not package.b2b_sscc):
            package.b2b_sscc = sscc(company.b2b_gs1_prefix, company._b2b_next_sscc())

    def _b2b_label(self):
        """What is printed on the label.

        :return: dict with ``ship_from``, ``ship_to``, ``numbers``, ``delivery``, ``content``, ``barcode``
        """
        self.ensure_one()
        inside = self | self.all_children_package_ids
        rows = self.env["stock.move.line"].search([("result_package_id", "in", inside.ids)])
        picking = rows.picking_id[:1]
        lines = rows.move_id.sale_line_id
        return {
            "ship_from": picking.company_id.partner_id or self.env.company.partner_id,
            "ship_to": picking.partner_id,
            "numbers": ", ".join(filter(None, lines.order_id.mapped("client_order_ref"))),
            "delivery": picking.name or "",
            "content": [self._b2b_label_row(row) for row in rows[:6]],
            "barcode": self._b2b_barcode(),
        }

    def _b2b_label_row(self, row):
        code = row.product_id.default_code or ""
        return f"{row.quantity:g} {row.product_uom_id.name}  {code}  {row.product_id.name}"[:70]

    def _b2b_barcode(self):
        """The GS1-128 symbol of the SSCC as a data URI."""
        self.ensure_one()
        return "data:image/png;base64," + base64.b64encode(gs1_128(f"00{self.b2b_sscc}")).decode()


def gs1_128(digits, height=160, module=4):
    """A GS1-128 symbol (FNC1, then the digits) with its quiet zones, as PNG.

    :param height: in pixels; ``module`` is the width of the narrowest bar
    """
    symbol = Code128(f"\xf1{digits}")
    symbol.validate()
    symbol.encode()
    symbol.decompose()
    # A letter is a bar (capital) or a gap; its place in the alphabet is how many modules it has.
    runs = [(letter.isupper(), (ord(letter.lower()) - 96) * module) for letter in symbol.decomposed]
    left = QUIET * module
    image = Image.new("1", (2 * left + sum(width for _bar, width in runs), height), 1)
    draw = ImageDraw.Draw(image)
    for is_bar, width in runs:
        if is_bar:
            draw.rectangle((left, 0, left + width - 1, height), fill=0)
        left += width
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def sscc(prefix, serial, extension="0"):
    """An SSCC of 18 digits: extension, GS1 company prefix, serial number, check digit."""
    digits = f"{extension}{prefix}{serial:0{16 - len(prefix)}d}"
    return digits + check_digit(digits)


def check_digit(digits):
    """The last digit of a GS1 number: weights 3 and 1 from the right."""
    total = sum(int(one) * (3 if place % 2 == 0 else 1) for place, one in enumerate(digits[::-1]))
    return str(-total % 10)
