import collections
import json
from datetime import datetime
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.b2b_oms.models.b2b_use_count import _minute

from ..controllers.throttle import MISS, PER_MINUTE, SEARCH
from .common import PortalCase

GUESS = "/my/b2b/orders/999999999"


@tagged("post_install", "-at_install")
class TestThrottle(PortalCase):
    """Who asks too often waits: searches, guesses at documents, passwords."""

    def setUp(self):
        super().setUp()
        self.user = self._make_member("buyer")
        minute = _minute()[0]
        still = patch("odoo.addons.b2b_oms.models.b2b_use_count._minute", lambda: (minute, 30))
        still.start()  # no minute ends in the middle of a test
        self.addCleanup(still.stop)

    def _limit(self, what, times):
        limit = patch.dict(PER_MINUTE, {what: times})
        limit.start()
        self.addCleanup(limit.stop)

    def _suggest(self):
        body = json.dumps({"jsonrpc": "2.0", "id": 7, "params": {"text": "bolt"}})
        headers = {"Content-Type": "application/json"}
        return self.url_open("/my/b2b/suggest", data=body, headers=headers)

    def test_searches_beyond_the_limit_get_a_page_that_says_when(self):
        self._limit(SEARCH, 3)
        self._login(self.user)
        for path in ("/my/b2b/catalogue", "/my/b2b/search?q=x", "/my/b2b/catalogue/page/2"):
            self.assertEqual(self._get(path).status_code, 200)
        page = self._get("/my/b2b/catalogue?search=bolt")
        self.assertEqual(page.status_code, 429)
        self.assertEqual(page.headers["Retry-After"], "30")
        self.assertIn("go on in 30 seconds", " ".join(page.text.split()))
        self.assertEqual(self._get("/my/b2b/orders").status_code, 200)  # the rest goes on

    def test_suggestions_beyond_the_limit_get_json(self):
        self._limit(SEARCH, 1)
        self._login(self.user)
        self.assertTrue(self._suggest().json()["result"])
        answer = self._suggest()
        self.assertEqual(answer.status_code, 429)
        self.assertEqual(answer.headers["Retry-After"], "30")
        self.assertEqual((answer.json()["id"], answer.json()["error"]["code"]), (7, 429))

    def test_guessing_documents_ends_with_every_page(self):
        order = self._make_order({self.bolt: 20})
        order.action_confirm()
        self._limit(MISS, 3)
        self._login(self.user)
        for path in (GUESS, "/my/b2b/invoices/999999999", "/my/b2b/catalogue/999999999"):
            self.assertEqual(self._get(path).status_code, 404)
        self.assertEqual(self._get(GUESS).status_code, 429)
        # also what is there, or the guesser would learn it; forms and scripts alike
        self.assertEqual(self._get(f"/my/b2b/orders/{order.id}").status_code, 429)
        self.assertEqual(self._post(f"/my/b2b/orders/{order.id}/cancel").status_code, 429)
        self.assertEqual(self._suggest().status_code, 429)
        self.assertEqual(order.b2b_state, "released")

    def test_a_colleague_is_not_held_up(self):
        self._limit(MISS, 1)
        self._login(self.user)
        self._get(GUESS)
        self.assertEqual(self._get("/my/b2b").status_code, 429)
        self._login(self._make_member("viewer"))
        self.assertEqual(self._get("/my/b2b").status_code, 200)

    def test_the_next_minute_begins_anew(self):
        self._limit(MISS, 1)
        self._login(self.user)
        self._get(GUESS)
        minute = _minute()[0]
        with patch("odoo.addons.b2b_oms.models.b2b_use_count._minute", lambda: (minute + 5, 60)):
            self.assertEqual(self._get("/my/b2b").status_code, 200)

    @mute_logger("odoo.addons.base.models.res_users")
    def test_passwords_are_not_tried_without_end(self):
        failures = collections.defaultdict(lambda: (0, datetime.min))
        registry = self.env.registry
        registry._login_failures = failures  # those of this test, or the ones after it wait
        self.addCleanup(failures.clear)
        self.authenticate(None, None)
        tries = {"login": self.user.login, "password": "wrong", "redirect": ""}
        for _try in range(10):
            self._post("/web/login", tries)
        page = self._post("/web/login", tries | {"password": self.user.login})
        self.assertEqual(page.status_code, 200)
        self.assertIn("Too many login failures", page.text)
