import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs.flat.decode import decode
from ..codecs.flat.layout import Column, Layout, pattern

FIELDS = [
    ("number", "PO number"),
    ("sku", "Our item"),
    ("customer_code", "Their item"),
    ("barcode", "Barcode"),
    ("description", "Description"),
    ("quantity", "Quantity"),
    ("unit", "Unit"),
    ("price", "Price"),
    ("requested_date", "Requested date"),
    ("ship_to", "Ship-to"),
    ("account", "Account"),
    ("currency", "Currency"),
    ("note", "Note"),
]
DELIMITERS = [("comma", "Comma"), ("semicolon", "Semicolon"), ("tab", "Tab"), ("pipe", "Bar |")]
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "point": "."}
SHOWN = 50


class EdiLayout(models.Model):
    """How a partner's CSV and Excel orders are laid out: which column means what, how numbers are written."""

    _name = "b2b.edi.layout"
    _description = "Layout of tables"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    has_headings = fields.Boolean(
        string="With Headings", default=True, help="A row of headings stands above the orders."
    )
    delimiter = fields.Selection(DELIMITERS, help="Of CSV files. Empty: found by looking.")
    decimal_mark = fields.Selection(
        [("point", "1.5"), ("comma", "1,5")],
        string="Decimals",
        help="Empty: told by the numbers of each file; what stays unclear waits for a person.",
    )
    date_format = fields.Char(
        string="Dates",
        help="DD, MM and YYYY (or YY) as the partner writes them. Empty: usual ones.",
    )
    column_ids = fields.One2many("b2b.edi.layout.column", "layout_id", copy=True)
    partner_ids = fields.One2many("b2b.edi.partner", "layout_id", string="Used By", readonly=True)

    sample = fields.Binary(attachment=True, help="A file of theirs, to see how it is read.")
    sample_name = fields.Char()
    preview = fields.Html(compute="_compute_preview", sanitize=False, string="Read As")

    @api.constrains("date_format")
    def _check_date_format(self):
        for layout in self.filtered("date_format"):
            try:
                pattern(layout.date_format)
            except ValueError:
                raise ValidationError(
                    self.env._("Write dates with DD, MM and YYYY, as in DD.MM.YYYY.")
                ) from None

    @api.constrains("column_ids", "has_headings")
    def _check_columns(self):
        for layout in self:
            named = layout.column_ids.mapped("field")
            if len(set(named)) != len(named):
                raise ValidationError(self.env._("A field has one column."))
            if not {"sku", "customer_code", "barcode"} & set(named) or "quantity" not in named:
                raise ValidationError(self.env._("Say where the item and the quantity stand."))
            if not layout.has_headings and any(layout.column_ids.mapped("heading")):
                raise ValidationError(
                    self.env._("Without headings, columns are told by their position.")
                )

    @api.depends("sample", "column_ids", "has_headings", "delimiter", "decimal_mark", "date_format")
    def _compute_preview(self):
        for layout in self:
            content = base64.b64decode(layout.with_context(bin_size=False).sample or b"")
            layout.preview = layout._read_as(content) if content else False

    def _layout(self):
        """The agreement as the codec knows it; None where there is none."""
        if not self:
            return None
        return Layout(
            columns=tuple(column._column() for column in self.column_ids),
            has_headings=self.has_headings,
            delimiter=SIGNS.get(self.delimiter, ""),
            date_format=self.date_format or "",
            decimal_mark=SIGNS.get(self.decimal_mark, ""),
        )

    def _read_as(self, content):
        """HTML of what these bytes mean in this layout, or of why they mean nothing."""
        try:
            orders = decode(content, "", layout=self._layout())
        except Undecodable as error:
            return Markup('<p class="text-danger">%s</p>') % error.problem.text
        labels = [
            self.env._("PO"), self.env._("Item"), self.env._("Quantity"), self.env._("Unit"),
            self.env._("Price"), self.env._("Date"), self.env._("Ship-to"), "",
        ]  # fmt: skip
        rows = [_cells(order, line) for order in orders for line in order.lines][:SHOWN]
        head = _row(labels, Markup("<th>%s</th>"))
        body = Markup("").join(_row(cells, Markup("<td>%s</td>")) for cells in rows)
        return Markup(
            '<table class="table table-sm"><thead>%s</thead><tbody>%s</tbody></table>'
        ) % (
            head,
            body,
        )


class EdiLayoutColumn(models.Model):
    """Where one field of an order stands in a partner's table."""

    _name = "b2b.edi.layout.column"
    _description = "Column of a layout"
    _order = "sequence, id"
    _rec_name = "field"

    layout_id = fields.Many2one("b2b.edi.layout", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    field = fields.Selection(FIELDS, string="Means", required=True)
    heading = fields.Char(help="As it stands in the file; case and blanks do not count.")
    position = fields.Integer(help="1 is the first column. Where there is no heading.")
    fixed = fields.Char(string="Else", help="What it is where the file says nothing.")

    @api.constrains("heading", "position", "fixed")
    def _check_place(self):
        for column in self:
            if column.position < 0 or not (column.heading or column.position or column.fixed):
                raise ValidationError(
                    self.env._("Each column needs a heading, a position or a fixed value.")
                )

    def _column(self):
        return Column(self.field, self.heading or "", self.position, self.fixed or "")


def _cells(order, line):
    return (
        order.number, line.item_text, line.quantity, line.unit, line.price, line.requested_date,
        line.ship_to or order.ship_to, " ".join(problem.text for problem in line.problems),
    )  # fmt: skip


def _row(cells, cell):
    shown = ("" if one is None else one for one in cells)
    return Markup("<tr>%s</tr>") % Markup("").join(cell % one for one in shown)
