import io

import openpyxl

from odoo.tests import BaseCase

from ..documents.pasted import MAX_LINES, as_text, read_file, read_text
from ..documents.problems import Undecodable


class TestPasted(BaseCase):
    """What buyers paste and upload."""

    def _pairs(self, entries):
        return [(entry.code, entry.quantity) for entry in entries]

    def test_item_and_quantity_are_read_whatever_separates_them(self):
        for pasted in ("AB-1\t12", "AB-1;12", "AB-1, 12", "AB-1 | 12", "AB-1 12", "AB-1   x 12",
                       "AB-1 × 12", "12 x AB-1", "12 AB-1", "AB-1;;12", '"AB-1";"12"',
                       "AB-1\tHex bolt\t12"):  # fmt: skip
            with self.subTest(pasted=pasted):
                self.assertEqual(self._pairs(read_text(pasted)), [("AB-1", 12)])

    def test_item_alone_is_asked_for_once(self):
        self.assertEqual(
            self._pairs(read_text("AB-1\n4006381333931")), [("AB-1", 1), ("4006381333931", 1)]
        )

    def test_codes_that_look_like_numbers_keep_their_place(self):
        self.assertEqual(self._pairs(read_text("100200\t3\n0012;4")), [("100200", 3), ("0012", 4)])

    def test_row_of_headings_tells_the_columns_and_is_no_line(self):
        pasted = "Qty\tDescription\tSKU\n3\tHex bolt\tAB-1\n\n4\tNut\tAB-2"
        self.assertEqual(self._pairs(read_text(pasted)), [("AB-1", 3), ("AB-2", 4)])

    def test_what_is_no_quantity_is_kept_in_the_buyers_words(self):
        for text in ("many", "-3", "0", "1e9", "99999999999"):
            with self.subTest(text=text):
                (entry,) = read_text(f"AB-1\t{text}")
                self.assertEqual(
                    (entry.code, entry.quantity, entry.quantity_text), ("AB-1", None, text)
                )

    def test_quantities_of_one_thousand_or_one_are_not_guessed(self):
        (entry,) = read_text("AB-1\t1.000")
        self.assertIsNone(entry.quantity)
        self.assertEqual(
            self._pairs(read_text("AB-1\t1.000\nAB-2\t2,5")), [("AB-1", 1000), ("AB-2", 2.5)]
        )

    def test_text_of_entries_reads_as_the_same_entries(self):
        entries = read_text("AB-1\t12\nAB-2\tmany\nAB-3\t2.5")
        self.assertEqual(read_text(as_text(entries)), entries)

    def test_more_lines_than_an_order_has_are_refused_with_the_reason(self):
        self.assertEqual(len(read_text("AB-1 1\n" * MAX_LINES)), MAX_LINES)
        for pasted in ("AB-1 1\n" * (MAX_LINES + 1), "A" * 200_000):
            with self.assertRaises(Undecodable):
                read_text(pasted)

    def test_files_are_read_with_headings_or_without(self):
        for rows in ([("SKU", "Qty"), ("AB-1", 3), ("AB-2", 4.0)], [("AB-1", 3), ("AB-2", 4)]):
            with self.subTest(rows=rows):
                wanted = [("AB-1", 3), ("AB-2", 4)]
                self.assertEqual(self._pairs(read_file(self._excel(rows))), wanted)
                text = "\n".join(f"{code},{quantity}" for code, quantity in rows)
                self.assertEqual(self._pairs(read_file(text.encode())), wanted)

    def test_hostile_files_are_refused_with_the_reason(self):
        bomb = self._excel([("SKU", "Qty")] + [(f"A{n}", 1) for n in range(MAX_LINES + 40)])
        for content in (b"", b"\x00" * 50, b"MZ\x90\x00\x03" + bytes(range(32)) * 50,
                        b"PK\x03\x04" + b"x" * 500, b"a" * (3 * 1024 * 1024), bomb,
                        b"A,1\n" * (MAX_LINES + 40), b"," * 5000):  # fmt: skip
            with self.subTest(content=content[:12]), self.assertRaises(Undecodable):
                read_file(content)

    def _excel(self, rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()
