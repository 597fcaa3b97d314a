import contextlib
import time
import tracemalloc
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..codecs import registry
from ..codecs.writing import Unwritable
from .edi_texts import CODECS, answers, edifact_text, x12_text

TEXTS = {"x12": x12_text(), "edifact": edifact_text()}
SAMPLES = {
    name: [
        file.read_bytes()
        for file in sorted((Path(__file__).parent / "samples" / name).glob("*.edi"))
    ]
    for name in CODECS
}
TAGS = (
    "PO1", "N1", "BEG", "SDQ", "SLN", "SE", "ST", "GS", "IEA", "TA1", "LIN", "UNH", "UNT", "QTY", "PRI",
)  # fmt: skip
SEGMENTS = st.lists(
    st.tuples(st.sampled_from(TAGS), st.lists(st.text(max_size=12), max_size=8)), max_size=12
)
RUNS = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))

# Cuts, copies, swaps and replacements at places between 0 and 1 of a text.
PLACE = st.floats(0, 1)
DAMAGE = st.lists(
    st.tuples(st.sampled_from(("cut", "copy", "put")), PLACE, PLACE, st.binary(max_size=6)),
    max_size=8,
)


def damaged(content, damages):
    for kind, first, second, put in damages:
        start, end = sorted(int(place * len(content)) for place in (first, second))
        end = min(end, start + 400)
        piece = {"cut": b"", "copy": content[start:end] * 2, "put": put}[kind]
        content = content[:start] + piece + content[end if kind != "put" else start + len(put) :]
    return content


@tagged("post_install", "-at_install")
class TestCodecFuzz(BaseCase):
    """Whatever arrives, the codecs raise nothing but their own error and come to an end."""

    def _survives(self, codec, content):
        try:
            answers(codec.read(content))
        except (Undecodable, Unwritable) as error:  # numbers no answer can repeat are unwritable
            self.assertTrue(error.problem.text.endswith("."))
        found = registry.explain(content, "a.edi")
        self.assertIn(found["verdict"], ("accepted", "accepted with errors", "refused"))

    @RUNS
    @given(st.data(), DAMAGE)
    def test_damaged_documents_raise_nothing_else(self, data, damages):
        for name, codec in CODECS.items():
            content = data.draw(st.sampled_from(SAMPLES[name]))
            self._survives(codec, damaged(content, damages))

    @RUNS
    @given(st.binary(max_size=400))
    def test_any_bytes_raise_nothing_else(self, content):
        for name, codec in CODECS.items():
            self._survives(codec, content)
            self._survives(codec, TEXTS[name].encode()[:150] + content)

    @RUNS
    @given(SEGMENTS)
    def test_any_segments_raise_nothing_else(self, segments):
        x12 = "".join(f"{tag}*{'*'.join(values)}~" for tag, values in segments)
        self._survives(CODECS["x12"], TEXTS["x12"].replace("CTT*1~", x12).encode())
        edifact = "".join(f"{tag}+{'+'.join(values)}'" for tag, values in segments)
        self._survives(CODECS["edifact"], TEXTS["edifact"].replace("UNS+S'", edifact).encode())


@tagged("post_install", "-at_install")
class TestCodecSize(BaseCase):
    """Time and memory grow with the file and no faster."""

    def test_hundred_thousand_lines_are_read_in_seconds(self):
        line = ("LIN+{0}++4006381333931:EN", "QTY+21:1:PCE", "PRI+AAA:1")
        lines = [part.format(number) for number in range(100_000) for part in line]
        heads = ("BGM+220+P+9", "DTM+137:20300105:102", "NAD+BY+1::9")
        texts = {
            "x12": x12_text(
                ("BEG*00*SA*P**20300105", *(f"PO1*{n}*1*EA*1*PE*VP*N{n}" for n in range(100_000)))
            ),
            "edifact": edifact_text((*heads, *lines, "UNS+S")),
        }
        for name, codec in CODECS.items():
            started = time.process_time()
            reading = codec.read(texts[name].encode())
            self.assertEqual(len(reading.messages[0].document.lines), 100_000)
            self.assertLess(time.process_time() - started, 60)

    def test_giant_pieces_do_not_blow_up(self):
        giants = {
            "x12": (
                x12_text(
                    ("BEG*00*SA*P**20300105", "MSG*" + "x" * 5_000_000, "PO1*1*1*EA*1*PE*VP*N")
                ),
                x12_text(("BEG*00*SA*P**20300105", "PO1" + "*1" * 1_000_000)),
                x12_text(("BEG*00*SA*P**20300105", *["ZZZ*1"] * 200_000)),
                "ISA" + "*" * 3_000_000,
                "ISA*" * 300_000,
                x12_text()[:106] + "\n" * 2_000_000,
                x12_text().replace("PO1*", "PO1*" + "\n" * 500_000),
            ),
            "edifact": (
                edifact_text(("BGM+220+P+9", "FTX+AAI+++" + "x" * 5_000_000)),
                edifact_text(("BGM+220+P+9", "LIN" + "+1" * 1_000_000)),
                edifact_text(("BGM+220+P+9", "PIA+1+" + ":" * 1_000_000)),
                edifact_text(("BGM+220+P+9", *["XQX+1"] * 200_000)),
                "UNA:+.? 'UNB+" + "?" * 3_000_000,
                "UNB+UNOC:3+" * 300_000,
                edifact_text().replace("LIN+", "LIN+" + "\n" * 500_000),
            ),
        }
        for name, texts in giants.items():
            for number, text in enumerate(texts):
                with self.subTest(syntax=name, number=number):
                    content = text.encode()
                    tracemalloc.start()
                    started = time.process_time()
                    with contextlib.suppress(Undecodable):
                        CODECS[name].read(content)
                    seconds = time.process_time() - started
                    _now, peak = tracemalloc.get_traced_memory()
                    tracemalloc.stop()
                    self.assertLess(seconds, 30)
                    self.assertLess(peak, 60 * len(content) + 50_000_000)

    def test_files_beyond_the_limit_are_refused_at_once(self):
        for codec in CODECS.values():
            with self.assertRaises(Undecodable) as caught:
                codec.read(b"ISA*UNB+" + b" " * 150_000_001 + b"1")
            self.assertEqual(caught.exception.problem.code, "too_large")
