import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.b2b_oms.documents.problems import Undecodable
from odoo.addons.b2b_oms.documents.table import Limits

from ..codecs.flat import decode as codec


def text(*lines, encoding="utf-8"):
    return "\n".join(lines).encode(encoding)


def excel(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def one(content, filename="po.csv"):
    orders = codec.decode(content, filename)
    assert len(orders) == 1, orders
    return orders[0]


def codes(order):
    return [problem.code for line in order.lines for problem in line.problems]


@tagged("post_install", "-at_install")
class TestCodecFlat(BaseCase):
    """Files as buyers send them."""

    def test_columns_by_their_usual_names_in_every_dialect(self):
        expected = ("PO-1", "A-1", Decimal("12.5"), Decimal("3.20"), date(2030, 1, 31))
        cases = {
            "comma": text(
                "PO Number,Customer,Item #,Qty,UOM,Unit Price,Requested date",
                "PO-1,A-1,AB-7,12.5,carton,3.20,2030-01-31",
            ),
            "semicolon": text(
                "Bestellnummer;Kundennummer;Artikelnummer;Menge;Einheit;Einzelpreis;Liefertermin",
                "PO-1;A-1;AB-7;12,5;carton;3,20;31.01.2030",
            ),
            "tab": text(
                "Numéro de commande\tClient\tRéférence\tQuantité\tUnité\tPrix\tDate de livraison",
                "PO-1\tA-1\tAB-7\t12,5\tcarton\t3,20\t31/01/2030",
            ),
            "windows": text(
                "Número de pedido;Cliente;Artículo;Cantidad;Unidad;Precio;Fecha de entrega",
                "PO-1;A-1;AB-7;12,5;carton;3,20 €;31/01/2030",
                encoding="cp1252",
            ),
            "utf-16": text(
                "PO,Account,SKU,Quantity,Unit,Price,Due date",
                "PO-1,A-1,AB-7,12.5,carton,$3.20,01/31/2030",
                encoding="utf-16",
            ),
            "marked": b"\xef\xbb\xbf"
            + text(
                "Acme Inc. purchase order,,,,,,",
                "",
                "po no,sold to,sku,order qty,u/m,net price,need by",
                "PO-1,A-1,AB-7,12.5,carton,USD 3.20,20300131",
            ),
            "excel": excel(
                ["Purchase order", None],
                ["PO", "Account", "SKU", "Qty", "UOM", "Price", "Need by"],
                ["PO-1", "A-1", "AB-7", 12.5, "carton", 3.2, date(2030, 1, 31)],
            ),
        }
        for name, content in cases.items():
            with self.subTest(name):
                order = one(content)
                line = order.lines[0]
                found = (
                    order.number,
                    order.account,
                    line.quantity,
                    line.price,
                    line.requested_date,
                )
                self.assertEqual(found, expected)
                self.assertEqual((line.sku, line.unit, line.problems), ("AB-7", "carton", ()))

    def test_item_may_be_named_by_sku_customer_part_or_barcode(self):
        order = one(text("SKU,Customer part,EAN,Qty", "A,,,1", ",B,,2", ",,4006381333931,3"))
        found = [(line.sku, line.customer_code, line.barcode) for line in order.lines]
        self.assertEqual(found, [("A", "", ""), ("", "B", ""), ("", "", "4006381333931")])

    def test_quantities(self):
        cases = (
            # cells of the column, quantity of the first row, problem
            (["5"], "5", None),
            (["5.0"], "5.0", None),
            (['"1.000,5"'], "1000.5", None),
            (['"1,000.5"'], "1000.5", None),
            (["1 000"], "1000", None),
            (['"1,000"'], None, "ambiguous_quantity"),
            (["1.000"], None, "ambiguous_quantity"),
            (['"1,000"', "2.5"], "1000", None),
            (["1.000", '"2,5"'], "1000", None),
            (["1.000", '"1,000"'], None, "ambiguous_quantity"),
            (["0.500"], "0.500", None),
            (['"1,000,000"'], "1000000", None),
            (["0"], None, "zero_quantity"),
            (["-4"], None, "negative_quantity"),
            (["many"], None, "bad_quantity"),
            ([""], None, "bad_quantity"),
            (["NaN"], None, "bad_quantity"),
            (["1e5"], None, "bad_quantity"),
            (["9" * 40], None, "bad_quantity"),
            (["=1+1"], None, "bad_quantity"),
            (["٣"], "3", None),
        )
        for cells, quantity, problem in cases:
            with self.subTest(cells=cells):
                order = one(text("SKU,Qty", *(f"A{n},{cell}" for n, cell in enumerate(cells))))
                first = order.lines[0]
                self.assertEqual(first.quantity, quantity and Decimal(quantity))
                self.assertEqual([p.code for p in first.problems], [problem] if problem else [])
                self.assertEqual(len(order.lines), len(cells))

    def test_dates_are_not_guessed(self):
        cases = (
            (["03/04/2030"], None, "ambiguous_date"),
            (["03/04/2030", "31/12/2030"], date(2030, 4, 3), None),
            (["03/04/2030", "12/31/2030"], date(2030, 3, 4), None),
            (["03.04.2030"], date(2030, 4, 3), None),
            (["05/05/30"], date(2030, 5, 5), None),
            (["2030-04-03T00:00:00"], date(2030, 4, 3), None),
            (["31/02/2030"], None, "bad_date"),
            (["soon"], None, "bad_date"),
        )
        for cells, expected, problem in cases:
            with self.subTest(cells=cells):
                order = one(text("SKU,Qty,Need by", *(f"A,1,{cell}" for cell in cells)))
                first = order.lines[0]
                self.assertEqual(first.requested_date, expected)
                self.assertEqual([p.code for p in first.problems], [problem] if problem else [])

    def test_excel_numbers_are_exact_and_skus_stay_whole(self):
        order = one(excel(["SKU", "Qty", "Price"], [12345.0, 1000, 1.005], ["007", 2.5, None]))
        found = [(line.sku, line.quantity, line.price) for line in order.lines]
        self.assertEqual(
            found,
            [("12345", Decimal(1000), Decimal("1.005")), ("007", Decimal("2.5"), None)],
        )

    def test_one_order_for_each_po_number(self):
        orders = codec.decode(text("PO,SKU,Qty", "1,A,1", "2,B,2", "1,C,3"), "po.csv")
        self.assertEqual([order.number for order in orders], ["1", "2"])
        self.assertEqual([line.sku for line in orders[0].lines], ["A", "C"])

    def test_po_number_only_on_the_first_row_counts_for_all(self):
        order = one(text("PO,SKU,Qty", "1,A,1", ",B,2"))
        self.assertEqual((order.number, len(order.lines)), ("1", 2))

    def test_totals_and_empty_rows_are_no_lines(self):
        order = one(text("SKU,Qty", "A,1", ",", "B,2", "Total,3", ""))
        self.assertEqual([line.sku for line in order.lines], ["A", "B"])
        order = one(text("SKU,Description,Qty", "A,Bolt,1", ",Grand total:,1"))
        self.assertEqual(len(order.lines), 1)

    def test_rows_keep_their_number_and_words(self):
        order = one(text("SKU,Qty,Colour", "A,1,red", "", "B,x,blue"))
        self.assertEqual([line.where for line in order.lines], ["Row 2", "Row 4"])
        self.assertEqual(order.lines[1].raw, {"SKU": "B", "Qty": "x", "Colour": "blue"})

    def test_quantity_without_item_is_kept(self):
        self.assertEqual(codes(one(text("SKU,Qty", "A,1", ",7"))), ["no_item"])

    def test_formula_text_is_only_text(self):
        order = one(text("SKU,Qty", "=cmd|' /C calc'!A0,1", "@SUM(A1),2"))
        self.assertEqual(order.lines[0].sku, "=cmd|' /C calc'!A0")

    def test_very_long_cell_is_kept(self):
        order = one(text("SKU,Qty", "A" * 5000 + ",1"))
        self.assertEqual(len(order.lines[0].sku), 5000)

    def test_what_cannot_be_read_is_refused_with_a_reason(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 210_000_000)
        cases = (
            ("empty", b"", "is empty"),
            ("empty", b"\xef\xbb\xbf \n\n", "is empty"),
            ("not_text", bytes(range(256)) * 50, "neither a CSV nor an Excel"),
            ("not_text", b"\x89PNG\r\n\x1a\n" + b"\x01\x02\x03" * 500, "neither"),
            ("too_large", b"SKU,Qty\n" + b"A,1\n" * 13_000_000, "up to 20 MB"),
            ("too_large", bomb.getvalue(), "unpacks"),
            ("too_many_rows", text("SKU,Qty", *(["A,1"] * 20_000)), "more than 5000 rows"),
            ("missing_columns", text("SKU,Colour", "A,red"), "No row of headings"),
            (
                "missing_columns",
                text("SKU,Price", "A,1"),
                "for the quantity. Found: “SKU”, “Price”",
            ),
            ("missing_columns", text("Qty,Price", "1,1"), "for the item"),
            ("missing_columns", text("Dear Sirs,", "please send ten bolts."), "No row of headings"),
            ("duplicate_header", text("SKU,Qty,Quantity", "A,1,2"), "“Qty” (B) and “Quantity” (C)"),
            ("no_lines", text("SKU,Qty"), "no order rows"),
            ("bad_excel", b"PK\x03\x04 not really", "broken"),
        )
        for code, content, sentence in cases:
            with self.subTest(code=code, sentence=sentence):
                with self.assertRaises(Undecodable) as caught:
                    codec.decode(content, "po.csv")
                self.assertEqual(caught.exception.problem.code, code)
                self.assertIn(sentence, caught.exception.problem.text)

    def test_limits_are_the_callers(self):
        with self.assertRaises(Undecodable):
            codec.decode(text("SKU,Qty", "A,1", "B,1"), "po.csv", Limits(max_rows=1))

    def test_sniffing(self):
        for content, filename, ours in (
            (b"\x00\x01", "po.csv", True),
            (b"a,b\n1,2", "upload", True),
            (b"PK\x03\x04", "po", True),
            (b"<Order/>", "po.xml", False),
            (b"", "po.pdf", False),
        ):
            with self.subTest(filename=filename):
                self.assertEqual(codec.sniff(content, filename), ours)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.binary(max_size=600), st.sampled_from(["po.csv", "po.xlsx", "po"]))
    def test_no_bytes_raise_anything_but_a_reason(self, content, filename):
        for variant in (content, b"SKU,Qty\n" + content, b"PK\x03\x04" + content):
            try:
                codec.decode(variant, filename)
            except Undecodable as refused:
                self.assertTrue(refused.problem.text)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.from_regex(r"[A-Z]{1,4}-[0-9]{1,5}", fullmatch=True),
                st.integers(1, 999_999),
                st.integers(0, 99),
                st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=20),
            ),
            min_size=1,
            max_size=20,
        ),
        st.sampled_from(",;\t|"),
        st.sampled_from([".", ","]),
        st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    )
    def test_what_was_written_is_read_back(self, rows, delimiter, mark, encoding):
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerow(["SKU", "Qty", "Notes"])
        for sku, whole, cents, note in rows:
            writer.writerow([sku, f"{whole}{mark}{cents:02}", note])
        order = one(out.getvalue().encode(encoding))
        self.assertEqual(
            [(line.sku, line.quantity) for line in order.lines],
            [(sku, whole + Decimal(cents) / 100) for sku, whole, cents, _note in rows],
        )
