"""A trading partner and its files, in the words of the domain."""

from odoo.addons.b2b_oms.tests.common import IntakeCase

from ..codecs import edifact, x12
from ..codecs.reading import ANY, Policy
from .edi_texts import changed, edifact_text, x12_text

PO = (
    "BEG*00*SA*PO-1**20300105",
    "PO1*1*12*EA*9*PE*VP*TEST-BOLT",
    "CTT*1",
)
ORDERS = (
    "BGM+220+PO-1+9", "DTM+137:20300105:102", "NAD+BY+5412345000013::9", "LIN+1++",
    "PIA+5+TEST-BOLT:SA", "QTY+21:12:PCE", "PRI+AAA:9", "UNS+S", "CNT+2:1",
)  # fmt: skip


class EdiCase(IntakeCase):
    """One partner that sends X12, by a way the test plays itself."""

    def setUp(self):
        super().setUp()
        self.tier.minimum_order = 0
        self.env.company.b2b_gs1_prefix = "4012345"
        self.partner = self._make_partner()

    def _make_partner(self, **vals):
        return self.env["b2b.edi.partner"].create(
            {
                "name": "Harbor MRO",
                "account_id": self.account.id,
                "syntax": "x12",
                "their_qualifier": "ZZ",
                "their_id": "HARBORMRO",
                "our_qualifier": "01",
                "our_id": "NORTHDIST",
                "transport": "by_hand",
                "is_test": False,
            }
            | vals
        )

    def _make_edifact_partner(self, **vals):
        return self._make_partner(
            name="Hafen",
            syntax="edifact",
            their_qualifier="14",
            their_id="5412345000013",
            our_qualifier="14",
            our_id="4012345500004",
            **vals,
        )

    # === ACTS === #

    def _po(self, *, old="", new="", number="000000101", body=PO, **header):
        return x12_text(changed(body, old, new) if old else body, number=number, **header).encode()

    def _orders(self, body=ORDERS):
        return edifact_text(body).encode()

    def _receive(self, content, filename="po.edi", partner=None):
        return self.env["b2b.edi.exchange"].receive(content, filename, partner)

    def _send(self):
        """Write and send all that is due, as the scheduler does."""
        Exchange = self.env["b2b.edi.exchange"]
        waiting = Exchange.search([("direction", "=", "out"), ("state", "in", ("due", "ready"))])
        for exchange in waiting.sorted("id"):
            exchange._go()

    def _order(self, number="PO-1"):
        return self.env["sale.order"].search([("client_order_ref", "=", number)])

    def _out(self, kind=None, partner=None):
        domain = [("direction", "=", "out"), ("partner_id", "=", (partner or self.partner).id)]
        if kind:
            domain.append(("kind", "=", kind))
        return self.env["b2b.edi.exchange"].search(domain, order="id")

    # === QUESTIONS === #

    def _text(self, exchange):
        return exchange._bytes().decode("latin-1")

    def _read_back(self, exchange):
        codec = {"x12": x12, "edifact": edifact}[exchange.syntax]
        return codec.read(exchange._bytes(), Policy(taken=ANY, is_strict=True))

    def assertAnswered(self, exchange, *segments):
        """The acknowledgements of an exchange hold these segments."""
        text = "".join(self._text(one) for one in exchange.answer_ids)
        for segment in segments:
            self.assertIn(segment, text)
