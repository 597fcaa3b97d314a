import json
from pathlib import Path

from odoo.tests import BaseCase, tagged

from ..codecs import edifact, registry, x12

SAMPLES = Path(__file__).parent / "samples"
CHECKOUT = Path(__file__).parents[3]
SHARED = CHECKOUT.parent / "shared" / "edi-samples"


@tagged("post_install", "-at_install")
class TestCodecGolden(BaseCase):
    """Each sample beside what it says."""

    def test_samples_are_explained_as_written_beside_them(self):
        files = sorted(SAMPLES.glob("*/*.edi"))
        self.assertGreater(len(files), 15)
        for file in files:
            with self.subTest(sample=file.name):
                wanted = json.loads(file.with_suffix(".json").read_text())
                found = registry.explain(file.read_bytes(), file.name)
                self.assertEqual(json.loads(json.dumps(found)), wanted)

    def test_sample_of_one_syntax_is_taken_by_its_codec_alone(self):
        for codec in (x12, edifact):
            for file in sorted((SAMPLES / codec.NAME).glob("*.edi")):
                with self.subTest(sample=file.name):
                    self.assertIs(registry.codec_for(file.read_bytes(), "a"), codec)

    def test_wrapped_order_says_the_same_as_the_order_itself(self):
        wrapped, plain = (
            registry.explain((SAMPLES / "x12" / name).read_bytes())["messages"][0]
            for name in ("order_wrapped.edi", "order_to_stores.edi")
        )
        for key in ("po_number", "lines", "parties", "terms"):
            self.assertEqual(wrapped[key], plain[key])


# Public documents of others: what must be found in each (verdict, PO number, lines, reasons).
SEEN = {
    "850_01_Example1-PGWGlass": ("accepted", "S41000439", 4, ()),
    "850_04_Example4-Adobe-ShrinkWrapped": (
        "accepted with errors", "MH80312", 1, ("order_total",),
    ),
    "850_05_From-aojuk": ("accepted", "6190", 2, ()),
    "850_06_850": ("accepted", "08292233294", 6, ()),
    "850_10_850-SyntaxNotes-ERR": ("accepted with errors", "08292233294", 6, ("missing_pair",)),
    "850_11_PurchaseOrders": ("accepted with errors", "XX-1234", 1, ("duplicate_order", "too_long")),
    "850_14_DuplicateMessage": ("accepted with errors", "XX-1234", 1, ("duplicate_message_control",)),
    "850_16_MixedTransactions": ("accepted with errors", "XX-1234", 1, ("unsupported_message",)),
    "850_19_CorruptIsa": ("refused", None, 0, ("no_envelope",)),
    "850_21_PurchaseOrderMultiLine": ("accepted with errors", "XX-1234", 2, ("segment_count",)),
    "850_22_stupidedi-003010-1": ("accepted with errors", "PR12345678", 2, ("line_count",)),
    "850_24_stupidedi-004010-1": ("accepted", "PO12345", 1, ()),
    "850_26_stupidedi-004010-taxexempt-po": ("accepted", "XX-1234", 1, ()),
    "850_28_x12-850": ("accepted with errors", "1000012", 1, ("interchange_control",)),
    "850_29_x12-850a": ("accepted with errors", "4600000406", 3, ("interchange_control",)),
    "850_32_globex-850": ("accepted with errors", "4500021354", 4, ("segment_count",)),
    "856_11_insight-856-pack-body": ("refused", None, 0, ("no_envelope",)),
    "856_09_stupidedi-004010-2": ("refused", None, 0, ("missing_terminator", "unsupported_message")),
    "860_01_Example1": ("accepted with errors", "PO NUMBER", 2, ("missing_terminator", "bad_date")),
    "860_03_acme-860": ("accepted with errors", "PO-2026-9901", 2, ("segment_count",)),
    "860_05_stupidedi-003010-1": ("accepted", "SP7301", 1, ()),
    "997_01_997": ("accepted", None, 0, ()),
    "997_03_invalid997": ("accepted with errors", None, 0, ("bad_whole_number",)),
    "999_01_simple999": ("accepted", None, 0, ()),
    "ORDERS_01_PurchaseOrders": ("accepted with errors", "128576", 1, ("duplicate_order",)),
    "ORDERS_03_DuplicateInterchange": (
        "accepted with errors", "128576", 1, ("interchange_control", "duplicate_interchange"),
    ),
    "ORDERS_05_MixedTransactions": ("accepted with errors", "128576", 1, ("unsupported_message",)),
    "ORDERS_08_orders": ("accepted with errors", "0123456789123", 3, ("too_long",)),
    "ORDERS_10_orders": ("accepted with errors", "0123456789123", 3, ("too_long",)),
    "ORDERS_12_input-message": (
        "accepted with errors", "0123456789123", 3, ("missing_interchange_trailer",),
    ),
    "ORDERS_14_ORDERS-D-03B-Interchange": ("accepted", "BKOD99", 4, ()),
    "ORDERS_16_D93A-ORDERS": ("accepted with errors", "168677", 17, ("wrapped",)),
    "ORDERS_18_order2": ("accepted with errors", "PO123456", 1, ("missing_interchange_trailer",)),
    "ORDERS_20_cl-orders": ("accepted", "780791022074079547510", 3, ()),
    "ORDERS_22_trorders": ("accepted with errors", "PO-2026-0042", 2, ("wrong_sequence",)),
    "ORDCHG_01_trordchg": ("accepted with errors", "PO-2026-0042", 2, ("wrong_sequence",)),
    "CONTRL_03_contrl-rejected-ucd": ("accepted with errors", None, 0, ("segment_count",)),
    "DESADV_03_evergreen-desadv-ung": ("refused", None, 1, ("short_una", "unsupported_message")),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestPublicSamples(BaseCase):
    """Documents written by others, when they lie beside the checkout."""

    def setUp(self):
        super().setUp()
        if not SHARED.is_dir():
            self.skipTest("machine: no ../shared/edi-samples beside the checkout")

    def test_each_is_read_or_refused_for_the_right_reason(self):
        for name, (verdict, number, lines, reasons) in SEEN.items():
            with self.subTest(sample=name):
                found = registry.explain((SHARED / f"{name}.edi").read_bytes(), f"{name}.edi")
                self.assertEqual(found["verdict"], verdict)
                first = found["messages"][0] if found["messages"] else {}
                self.assertEqual(first.get("po_number"), number)
                self.assertEqual(len(first.get("lines", ())), lines)
                said = {one["code"] for one in found["problems"]}
                said |= {
                    one["code"] for message in found["messages"] for one in message["problems"]
                }
                self.assertLessEqual(set(reasons), said)
                if verdict == "accepted":
                    self.assertEqual(said, set())

    def test_documents_a_seller_sends_are_shown_and_not_taken_in(self):
        for file in sorted(SHARED.glob("*.edi")):
            if not file.name.startswith(
                ("855", "856_0", "810", "865", "846", "832", "ORDRSP", "INVOIC")
            ):
                continue
            with self.subTest(sample=file.name):
                found = registry.explain(file.read_bytes(), file.name)
                self.assertEqual(found["verdict"], "refused")
                self.assertTrue(found["messages"])
                for message in found["messages"]:
                    codes = [one["code"] for one in message["problems"]]
                    self.assertIn("unsupported_message", codes)
