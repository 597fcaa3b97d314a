import json
import re
from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from ..controllers.throttle import MISS, PER_MINUTE
from ..roles import APPROVE, LOOK, MANAGE, ORDER, PAY, ROLES
from .common import PortalCase

# Every route of ours and the right it asks for. One that is missing here fails the first test.
PAGES = {
    "/my/b2b": LOOK,
    "/my/b2b/account": LOOK,
    "/my/b2b/account/parts": LOOK,
    "/my/b2b/account/prices.xlsx": LOOK,
    "/my/b2b/approvals": LOOK,
    "/my/b2b/approvals/<ask_id>": LOOK,
    "/my/b2b/cart": ORDER,
    "/my/b2b/catalogue": LOOK,
    "/my/b2b/catalogue/<product_id>": LOOK,
    "/my/b2b/catalogue/page/<page>": LOOK,
    "/my/b2b/colleagues": MANAGE,
    "/my/b2b/colleagues/<user_id>": MANAGE,
    "/my/b2b/colleagues/new": MANAGE,
    "/my/b2b/image/<product_id>/<size>": LOOK,
    "/my/b2b/invoices": LOOK,
    "/my/b2b/invoices/<invoice_id>": LOOK,
    "/my/b2b/invoices/<invoice_id>/pdf": LOOK,
    "/my/b2b/invoices/page/<page>": LOOK,
    "/my/b2b/invoices/pay": PAY,
    "/my/b2b/invoices/zip": LOOK,
    "/my/b2b/lists": ORDER,
    "/my/b2b/lists/<list_id>": ORDER,
    "/my/b2b/ordered/<cart_id>": ORDER,
    "/my/b2b/orders": LOOK,
    "/my/b2b/orders/<order_id>": LOOK,
    "/my/b2b/orders/<order_id>/pdf": LOOK,
    "/my/b2b/orders/<order_id>/reorder": ORDER,
    "/my/b2b/orders/<order_id>/slips/<picking_id>": LOOK,
    "/my/b2b/orders/page/<page>": LOOK,
    "/my/b2b/quick-order": ORDER,
    "/my/b2b/returns": LOOK,
    "/my/b2b/returns/<return_id>": LOOK,
    "/my/b2b/returns/<return_id>/photo/<number>": LOOK,
    "/my/b2b/returns/<return_id>/slip": LOOK,
    "/my/b2b/returns/new": ORDER,
    "/my/b2b/search": LOOK,
    "/my/b2b/service": LOOK,
    "/my/b2b/service.xlsx": LOOK,
    "/my/b2b/standing": LOOK,
    "/my/b2b/standing/<standing_id>": LOOK,
    "/my/b2b/standing/<standing_id>/edit": ORDER,
    "/my/b2b/standing/new": ORDER,
    "/my/b2b/statement": LOOK,
    "/my/b2b/statement.xlsx": LOOK,
}
FORMS = {
    "/my/b2b/account/notices": LOOK,
    "/my/b2b/account/parts": ORDER,
    "/my/b2b/account/parts/upload": ORDER,
    "/my/b2b/approvals/<ask_id>/decide": APPROVE,
    "/my/b2b/cart/add": ORDER,
    "/my/b2b/cart/files": ORDER,
    "/my/b2b/cart/update": ORDER,
    "/my/b2b/colleagues/<user_id>": MANAGE,
    "/my/b2b/colleagues/new": MANAGE,
    "/my/b2b/habits": ORDER,
    "/my/b2b/invoices/<invoice_id>/dispute": PAY,
    "/my/b2b/invoices/<invoice_id>/promise": PAY,
    "/my/b2b/lists/<list_id>/change": ORDER,
    "/my/b2b/lists/<list_id>/order": ORDER,
    "/my/b2b/lists/keep": ORDER,
    "/my/b2b/lists/put": ORDER,
    "/my/b2b/orders/<order_id>/arrived/<picking_id>": ORDER,
    "/my/b2b/orders/<order_id>/ask": ORDER,
    "/my/b2b/orders/<order_id>/backorders/<allocation_id>": ORDER,
    "/my/b2b/orders/<order_id>/cancel": ORDER,
    "/my/b2b/orders/<order_id>/po": ORDER,
    "/my/b2b/orders/<order_id>/reorder": ORDER,
    "/my/b2b/quick-order/check": ORDER,
    "/my/b2b/returns/new": ORDER,
    "/my/b2b/standing/<standing_id>": ORDER,
    "/my/b2b/standing/<standing_id>/edit": ORDER,
    "/my/b2b/standing/new": ORDER,
    "/my/b2b/statement.pdf": LOOK,
}
SCRIPTS = {
    "/my/b2b/invoices/transaction/<ids>": PAY,
    "/my/b2b/suggest": LOOK,
}
# Answered without a login: what the signed link names, to whom it was sent, nothing else.
BY_LINK = {
    ("GET", "/b2b/buyer-approval/<token>"),
    ("POST", "/b2b/buyer-approval/<token>/decide"),
}
# Looking here writes: Odoo keeps PDFs it draws, notes that one pays, or the review makes an order.
NOT_FOR_A_REPLICA = {
    "/my/b2b/cart",
    "/my/b2b/invoices/<invoice_id>/pdf",
    "/my/b2b/invoices/pay",
    "/my/b2b/invoices/zip",
    "/my/b2b/orders/<order_id>/pdf",
    "/my/b2b/orders/<order_id>/slips/<picking_id>",
    "/my/b2b/returns/<return_id>/slip",
}
# Pages that name a document in their query instead of their path.
NAMED_IN_QUERY = {"/my/b2b/invoices/zip": "?ids={ids}", "/my/b2b/invoices/pay": "?ids={ids}"}
# Not a document of an account: numbers of pages and sizes of pictures; products are everybody's.
NOBODYS = {"page", "size", "number", "product_id"}


@tagged("post_install", "-at_install")
class TestEveryRoute(PortalCase):
    """Role × every route of this addon × own, a colleague's, a stranger's, an archived account's."""

    def setUp(self):
        super().setUp()
        patient = patch.dict(PER_MINUTE, {MISS: 10**6})  # these tests guess, and nothing else
        patient.start()
        self.addCleanup(patient.stop)

    def _routes(self):
        """{(method, path without converters): routing} of this addon, as the server has them."""
        found = {}
        modules = sorted(self.env.registry._init_modules)
        rules = self.env["ir.http"]._generate_routing_rules(modules, converters={})
        for rule, endpoint in rules:
            if endpoint.original_endpoint.__module__.startswith("odoo.addons.b2b_portal."):
                path = re.sub(r"<\w+:(\w+)>", r"<\1>", rule)
                routing = endpoint.routing
                for method in routing["methods"] or ["POST"]:  # JSON-RPC is posted
                    if method not in ("HEAD", "OPTIONS"):
                        found[method, path] = routing
        return found

    def _path(self, path, ids):
        path += NAMED_IN_QUERY.get(path, "")
        return re.sub(r"[<{](\w+)[>}]", lambda found: str(ids[found[1]]), path)

    def _names_a_document(self, path):
        named = set(re.findall(r"<(\w+)>", path)) | ({"ids"} if path in NAMED_IN_QUERY else set())
        return named - NOBODYS

    def _call(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        return self.url_open(path, data=body, headers=headers).json()

    # === THE TABLE === #

    def test_table_names_every_route_and_no_other(self):
        told = {("GET", path) for path in PAGES} | {("POST", path) for path in FORMS}
        told |= {("POST", path) for path in SCRIPTS} | BY_LINK
        self.assertEqual(set(self._routes()), told)

    def test_every_route_but_the_links_asks_for_a_login_and_forms_for_their_token(self):
        for key, routing in self._routes().items():
            with self.subTest(route=key):
                self.assertEqual(routing["auth"], "public" if key in BY_LINK else "user")
                self.assertTrue(routing.get("csrf", True))

    def test_pages_that_only_read_may_be_served_by_a_replica(self):
        routes = self._routes()
        writing = {path for path in PAGES if not routes["GET", path].get("readonly")}
        self.assertEqual(writing, NOT_FOR_A_REPLICA)
        self.assertFalse([path for path in FORMS if routes["POST", path].get("readonly")])

    # === WHO === #

    def test_roles_without_the_right_are_refused_everywhere(self):
        ids = self._make_one_of_everything(self.account)
        for role, user in self._make_members().items():
            self._login(user)
            may = ROLES[role][1]
            for table, ask in ((PAGES, self._get), (FORMS, self._post)):
                for path, right in table.items():
                    if right not in may:
                        with self.subTest(role=role, path=path):
                            self.assertEqual(ask(self._path(path, ids)).status_code, 403)
            for path, right in SCRIPTS.items():
                if right not in may:
                    with self.subTest(role=role, path=path):
                        self.assertIn("error", self._call(self._path(path, ids), {}))

    def test_strangers_find_no_document_and_change_none(self):
        ids = self._make_one_of_everything(self.account)
        before = self._state(ids)
        stranger = self._make_account("Southside Foods", "S-100")
        self._login(self._make_member("admin", stranger))
        for table, ask in ((PAGES, self._get), (FORMS, self._post)):
            for path in filter(self._names_a_document, table):
                with self.subTest(path=path):
                    answer = ask(self._path(path, ids))
                    # Carts and lists lead back to one's own: a list deleted meanwhile is no error.
                    elsewhere = "/lists/" in path or "/ordered/" in path
                    self.assertEqual(answer.status_code, 303 if elsewhere else 404)
        answer = self._call(f"/my/b2b/invoices/transaction/{ids['ids']}", {})
        self.assertIn("error", answer)
        self.env.invalidate_all()
        self.assertEqual(self._state(ids), before)

    def test_archived_account_opens_nothing(self):
        ids = self._make_one_of_everything(self.account)
        self._login(self._make_member("admin"))
        self.account.active = False
        for table, ask in ((PAGES, self._get), (FORMS, self._post)):
            for path in table:
                with self.subTest(path=path):
                    answer = ask(self._path(path, ids))
                    self.assertEqual(answer.status_code, 303)
                    self.assertTrue(answer.headers["Location"].endswith("/my"))

    def test_visitors_are_asked_to_log_in(self):
        ids = self._make_one_of_everything(self.account)
        for path in PAGES:
            with self.subTest(path=path):
                answer = self._get(self._path(path, ids))
                self.assertIn("/web/login", answer.headers["Location"])
        for path in FORMS:
            with self.subTest(form=path):
                answer = self.url_open(self._path(path, ids), data={"x": 1}, allow_redirects=False)
                self.assertIn("/web/login", answer.headers["Location"])

    def test_login_without_an_account_opens_nothing(self):
        ids = self._make_one_of_everything(self.account)
        new_test_user(self.env, "b2b-nobody", groups="base.group_portal")
        self.authenticate("b2b-nobody", "b2b-nobody")
        for table, ask in ((PAGES, self._get), (FORMS, self._post)):
            for path in table:
                with self.subTest(path=path):
                    answer = ask(self._path(path, ids))
                    self.assertTrue(answer.headers["Location"].endswith("/my"))

    def test_forged_link_shows_nothing(self):
        ids = self._make_one_of_everything(self.account)
        ask = self.env["b2b.buyer.approval"].browse(ids["ask_id"])
        for token in ("0", str(ask.id), "%00", "x" * 300):
            with self.subTest(token=token):
                page = self._get(f"/b2b/buyer-approval/{token}")
                self.assertIn(page.status_code, (403, 404))
                self.assertNotIn(ask.order_id.name, page.text)

    def _state(self, ids):
        """What forms could have changed of somebody's documents."""
        at = {
            "b2b.buyer.approval": ("ask_id", ["state"]),
            "sale.order": ("order_id", ["state", "b2b_state", "client_order_ref"]),
            "b2b.standing.order": ("standing_id", ["active", "paused", "name", "next_date"]),
            "b2b.cart": ("list_id", ["name", "shared", "line_ids"]),
            "account.move": ("invoice_id", ["b2b_dispute_ids", "b2b_promise_ids"]),
            "res.users": ("user_id", ["active", "name"]),
        }
        return {
            model: self.env[model].sudo().browse(ids[key]).read(names)
            for model, (key, names) in at.items()
        }
