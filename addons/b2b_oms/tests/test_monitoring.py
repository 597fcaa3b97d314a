"""What load balancers, Prometheus and the like are told."""

from datetime import timedelta
from unittest.mock import patch

from prometheus_client.parser import text_string_to_metric_families

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import config

from .api_common import ALL, ApiCase
from .common import B2BCase


@tagged("post_install", "-at_install")
class TestMetrics(ApiCase):
    def setUp(self):
        super().setUp()
        boss = self._make_user("boss", "b2b_oms.group_manager")
        self.watcher = self._token(("metrics:read",), user_id=boss.id)

    def _scrape(self, token=None):
        """{(name, labels without the company): value}, read as Prometheus reads it."""
        status, content, _headers = self._call("GET", "/metrics", token=token or self.watcher)
        self.assertEqual(status, 200, content)
        return {
            (sample.name, *sorted(set(sample.labels.items()) - {("company", self._company())})): (
                sample.value
            )
            for family in text_string_to_metric_families(content.decode())
            for sample in family.samples
        }

    def _company(self):
        return str(self.env.company.id)

    def test_a_held_order_is_counted_with_its_reason_and_money(self):
        names = (
            ("b2b_records", ("section", "orders"), ("tile", "held")),
            ("b2b_records", ("section", "holds"), ("tile", "minimum_order")),
            (
                "b2b_amount",
                ("currency", self.env.company.currency_id.name),
                ("section", "holds"),
                ("tile", "minimum_order"),
            ),
        )
        before = self._scrape()
        order = self._make_order({self.bolt: 1})
        order.action_confirm()
        after = self._scrape()
        grown = [after[name] - before.get(name, 0) for name in names]
        self.assertEqual(grown[:2], [1, 1])
        self.assertAlmostEqual(grown[2], order.amount_total, 2)

    def test_queues_are_told_when_they_are_empty_too(self):
        told = self._scrape()
        for section, tile in (
            ("webhooks", "waiting"),
            ("webhooks", "dead"),
            ("intake", "received"),
        ):
            self.assertEqual(told["b2b_records", ("section", section), ("tile", tile)], 0)

    def test_a_key_tells_what_its_user_may_see(self):
        told = self._scrape(self._token(("metrics:read",)))
        sections = {
            value for _name, *labels in told for label, value in labels if label == "section"
        }
        self.assertIn("orders", sections)
        self.assertNotIn("webhooks", sections)

    def test_a_late_and_failing_job_shows(self):
        cron = self.env.ref("b2b_oms.cron_webhooks")
        late = fields.Datetime.now() - timedelta(hours=2)
        cron.sudo().write({"nextcall": late, "failure_count": 3})
        told = self._scrape()
        name = ("cron", "b2b_oms.cron_webhooks")
        self.assertAlmostEqual(told["b2b_cron_late_seconds", name], 7200, delta=120)
        self.assertEqual(told["b2b_cron_failures", name], 3)

    def test_a_job_whose_time_has_not_come_is_not_late(self):
        cron = self.env.ref("b2b_oms.cron_audit")
        cron.sudo().nextcall = fields.Datetime.now() + timedelta(hours=5)
        told = self._scrape()
        self.assertEqual(told["b2b_cron_late_seconds", ("cron", "b2b_oms.cron_audit")], 0)

    def test_nobody_else_reads_them(self):
        for token, expected in (
            ("", 401),
            ("nonsense", 401),
            (self._token(ALL), 403),
            (self._token(("metrics:read",), account_id=self.account.id), 403),
        ):
            with self.subTest(expected=expected, token=token[:8]):
                self.assertEqual(self._call("GET", "/metrics", token=token)[0], expected)


@tagged("post_install", "-at_install")
class TestHealth(B2BCase, HttpCase):
    def _ready(self):
        answer = self.url_open("/b2b/ready")
        return answer.status_code, answer.json()

    def test_a_running_process_is_healthy_and_ready(self):
        answer = self.url_open("/b2b/health")
        self.assertEqual((answer.status_code, answer.json()), (200, {"status": "ok"}))
        self.assertNotIn("Set-Cookie", answer.headers)
        status, told = self._ready()
        self.assertEqual(status, 200, told)
        self.assertEqual(told["checks"], {"database": True, "addons": True, "filestore": True})

    def test_not_ready_while_an_addon_waits_for_its_upgrade(self):
        self.env.ref("base.module_b2b_oms").state = "to upgrade"
        self.env.flush_all()
        with self.assertLogs("odoo.addons.b2b_oms.controllers.health", "WARNING"):
            status, told = self._ready()
        self.assertEqual((status, told["ready"], told["checks"]["addons"]), (503, False, False))

    def test_not_ready_when_no_file_can_be_kept(self):
        with (
            patch.object(config, "filestore", return_value="/proc/nowhere"),
            self.assertLogs("odoo.addons.b2b_oms.controllers.health", "WARNING"),
        ):
            status, told = self._ready()
        self.assertEqual((status, told["checks"]["filestore"]), (503, False))
