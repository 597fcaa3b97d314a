"""Calls of the API without HTTP: what a client sends, what it gets."""

import json

from odoo.fields import Command

from ..api.answer import Incoming
from .common import IntakeCase

ALL = (
    "orders:read", "orders:write", "accounts:read", "prices:read", "stock:read", "shipments:read",
    "invoices:read", "intakes:read",
)  # fmt: skip


class ApiCase(IntakeCase):
    """A company's key (``self.token``) and one of the account (``self.buyer_token``)."""

    def setUp(self):
        super().setUp()
        self.desk = self._make_user("desk", "b2b_oms.group_order_desk")
        self.token = self._token()
        self.buyer_token = self._token(account_id=self.account.id)
        self.other = self._make_account("Southside Foods", "S-200")

    def _token(self, scopes=ALL, **vals):
        """A key's secret."""
        return self._key(scopes, **vals)._issue()

    def _key(self, scopes=ALL, **vals):
        found = self.env["b2b.api.scope"].search([("code", "in", scopes)])
        return self.env["b2b.api.key"].create(
            {"name": "Test", "user_id": self.desk.id, "scope_ids": [Command.set(found.ids)]} | vals
        )

    def _call(self, method, path, body=None, token=None, query=(), content=None, **headers):
        """(status, body, headers) of a call; the body as Python values."""
        # What was there before the request is there to stay.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        token = self.token if token is None else token
        sent = {"authorization": f"Bearer {token}"} if token else {}
        if body is not None or content is not None:
            sent["content-type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = content if content is not None else json.dumps(body).encode() if body else b""
        if body == {}:
            raw = b"{}"
        answer = self.env["b2b.api.service"]._serve(Incoming(method, path, tuple(query), sent, raw))
        content = answer.content()
        told = json.loads(content) if content and "json" in answer.media else content
        return answer.status, told, dict(answer.headers)

    def _order_body(self, number="PO-1", lines=(("TEST-BOLT", 20),), **more):
        rows = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
        return {"number": number, "account": "N-100", "lines": rows} | more

    def _submitted(self, **body):
        """A released order, by the API."""
        status, told, _headers = self._call("POST", "/orders", self._order_body(**body))
        self.assertEqual(status, 201, told)
        return self.env["sale.order"].browse(told["order"]["id"])
