import base64
import json
from pathlib import Path

from odoo.tests import HttpCase, tagged

from .edi_common import PO
from .edi_texts import changed, x12_text


@tagged("post_install", "-at_install")
class TestEdiHttp(HttpCase):
    """The door for partners' systems."""

    def setUp(self):
        super().setUp()
        tier = self.env["b2b.account.tier"].create({"name": "Gold", "code": "HTTP-GOLD"})
        self.env["product.product"].create(
            {"name": "Bolt", "default_code": "TEST-BOLT", "list_price": 9.0, "is_storable": True}
        )
        self.partner = self._make_partner("HARBORMRO", tier)
        self.other = self._make_partner("OTHERSIDE", tier)
        self.token = self.partner.action_new_token()["params"]["title"]
        self.other_token = self.other.action_new_token()["params"]["title"]
        self.env.flush_all()

    def _make_partner(self, name, tier, **vals):
        account = self.env["res.partner"].create(
            {"name": name, "is_company": True, "b2b_tier_id": tier.id}
        )
        return self.env["b2b.edi.partner"].create(
            {
                "name": name,
                "account_id": account.id,
                "syntax": "x12",
                "their_qualifier": "ZZ",
                "their_id": name,
                "our_qualifier": "01",
                "our_id": "NORTHDIST",
                "transport": "http",
                "is_test": False,
            }
            | vals
        )

    def _post(self, content, token=None, partner=None, path="", **headers):
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = f"/b2b/edi/{(partner or self.partner).id}{path}"
        headers = {"Content-Type": "text/plain"} | headers
        return self.opener.post(self.base_url() + url, data=content, headers=headers, timeout=60)

    def _po(self, number="PO-1", control="000000101", **header):
        return x12_text(changed(PO, "PO-1", number), number=control, **header).encode()

    def _count(self):
        return self.env["b2b.edi.exchange"].search_count([("partner_id", "=", self.partner.id)])

    def test_order_is_answered_by_its_acknowledgement(self):
        answer = self._post(self._po(), self.token)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/edi-x12")
        self.assertIn("AK5*A", answer.text)
        order = self.env["sale.order"].search([("client_order_ref", "=", "PO-1")])
        self.assertEqual(len(order), 1)
        again = self._post(self._po(), self.token)
        self.assertEqual(again.content, answer.content)
        self.assertEqual(self.env["b2b.audit"].violations(), [])

    def test_who_has_no_token_of_the_partner_is_let_in_nowhere(self):
        rows = (
            ("none", None, self.partner),
            ("wrong", "x" * 43, self.partner),
            ("another partner's", self.other_token, self.partner),
        )
        before = self._count()
        for name, token, partner in rows:
            with self.subTest(name):
                answer = self._post(self._po(), token, partner)
                self.assertEqual(answer.status_code, 401)
                self.assertEqual(self._count(), before)
                path = "/outbox"
                url = f"/b2b/edi/{partner.id}{path}"
                headers = {"Authorization": f"Bearer {token}"}
                self.assertEqual(self.url_open(url, headers=headers).status_code, 401)
        self.assertEqual(self._post(self._po(), self.token, path="999").status_code, 401)

    def test_one_partner_cannot_order_as_another(self):
        answer = self._post(self._po(), self.other_token, self.other)
        self.assertEqual(answer.status_code, 202)
        said = json.loads(answer.text)
        self.assertEqual(said["state"], "held")
        self.assertFalse(self.env["sale.order"].search([("client_order_ref", "=", "PO-1")]))

    def test_basic_authentication_carries_the_token_too(self):
        value = base64.b64encode(f"any:{self.token}".encode()).decode()
        answer = self._post(self._po(), Authorization=f"Basic {value}")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self._post(self._po(), Authorization="Basic %%%").status_code, 401)

    def test_what_is_no_document_is_refused_without_a_traceback(self):
        rows = (
            (b"", 422),
            (b"<html>", 422),
            (b"ISA*00*", 422),
            (bytes(range(256)) * 40, 422),
        )
        for content, status in rows:
            with self.subTest(content[:10]):
                answer = self._post(content, self.token)
                self.assertEqual(answer.status_code, status, answer.text)
                self.assertNotIn("Traceback", answer.text)

    def test_compressed_body_is_not_unpacked(self):
        answer = self._post(b"\x1f\x8b" + bytes(100), self.token, **{"Content-Encoding": "gzip"})
        self.assertEqual(answer.status_code, 415)

    def test_chunked_body_is_read(self):
        content = self._po()
        chunks = (content[start : start + 50] for start in range(0, len(content), 50))
        answer = self.opener.post(
            f"{self.base_url()}/b2b/edi/{self.partner.id}",
            data=chunks,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=60,
        )
        self.assertIn(answer.status_code, (200, 411, 422))
        if answer.status_code == 200:
            self.assertIn("AK5*A", answer.text)

    def test_partner_fetches_what_lies_for_it_once(self):
        self._post(self._po(), self.token)
        self.env["b2b.edi.exchange"].search([("state", "=", "due")])._write_due()
        self.env.flush_all()
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"/b2b/edi/{self.partner.id}/outbox"
        listed = self.url_open(url, headers=headers).json()["documents"]
        self.assertEqual([one["type"] for one in listed], ["855"])
        path = f"/outbox/{listed[0]['id']}"
        got = self._post(b"", self.token, path=path)
        self.assertIn("BAK*00*", got.text)
        self.assertEqual(self._post(b"", self.token, path=path).status_code, 404)
        self.assertEqual(self.url_open(url, headers=headers).json()["documents"], [])
        self.assertEqual(self._post(b"", self.other_token, self.other, path=path).status_code, 404)

    def test_cxml_is_proven_by_its_secret_and_answered_by_a_response(self):
        content = self._cxml_order()
        partner = self._make_partner(
            "CX",
            self.partner.account_id.b2b_tier_id,
            syntax="cxml",
            their_qualifier=False,
            their_id=self._identity(content, "From"),
            our_qualifier=False,
            our_id=self._identity(content, "To"),
            shared_secret="agreed",
        )
        self.env.flush_all()
        good = self._post(content.replace(self._secret(content), b"agreed"), partner=partner)
        self.assertEqual(good.status_code, 200)
        self.assertIn('<Status code="200"', good.text)
        bad = self._post(content.replace(self._secret(content), b"guessed"), partner=partner)
        self.assertEqual(bad.status_code, 401)
        self.assertNotIn("agreed", good.text + bad.text)

    def _cxml_order(self):
        sample = Path(__file__).parent / "samples" / "cxml" / "order_new.xml"
        return sample.read_bytes()

    def _secret(self, content):
        return content.split(b"<SharedSecret>")[1].split(b"<")[0]

    def _identity(self, content, side):
        part = content.split(f"<{side}>".encode())[1]
        return part.split(b"<Identity>")[1].split(b"<")[0].decode()

    def test_partner_that_is_too_fast_is_told_when_to_come_again(self):
        self.partner.most_a_minute = 1
        self.assertEqual(self._post(self._po(), self.token).status_code, 200)
        stored = self._count()
        answer = self._post(self._po("PO-2", "000000102"), self.token)
        self.assertEqual((answer.status_code, answer.headers["Retry-After"]), (429, "60"))
        self.assertEqual(self._count(), stored)
        self.assertEqual(self._post(self._po(), self.other_token, self.other).status_code, 202)
