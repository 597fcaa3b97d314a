from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..collections.reminder_step import Step, cover, next_step

STEPS = [Step(n, days) for n, days in enumerate((-5, 3, 10, 25))]
TODAY = date(2030, 6, 15)


@tagged("post_install", "-at_install")
class TestReminderStep(BaseCase):
    """Which level is next: a table of days."""

    def _next(self, overdue, reached=None, ago=None):
        due = TODAY - timedelta(days=overdue)
        reached = next((step for step in STEPS if step.days == reached), None)
        reminded = TODAY - timedelta(days=ago) if ago is not None else None
        step = next_step(STEPS, reached, reminded, due, TODAY)
        return step.days if step else None

    def test_levels_follow_each_other_and_none_is_jumped(self):
        table = (
            # days overdue, last level, days since, what is next
            (-6, None, None, None),
            (-5, None, None, -5),
            (0, None, None, -5),
            (0, -5, 5, None),
            (1, None, None, None),
            (2, -5, 7, None),
            (3, -5, 8, 3),
            (3, None, None, 3),
            (3, -5, 1, 3),
            (40, None, None, 3),
            (40, 3, 6, None),
            (40, 3, 7, 10),
            (9, 3, 6, None),
            (10, 3, 7, 10),
            (40, 10, 14, None),
            (40, 10, 15, 25),
            (90, 25, 60, None),
        )
        for overdue, reached, ago, expected in table:
            with self.subTest(overdue=overdue, reached=reached, ago=ago):
                self.assertEqual(self._next(overdue, reached, ago), expected)

    def test_missed_days_are_caught_up(self):
        self.assertEqual(self._next(6, None, None), 3)
        self.assertEqual(self._next(13, 3, 9), 10)

    def test_credit_covers_the_oldest_first(self):
        self.assertEqual(cover([50, 30, 20], 65), [50, 15, 0])
        self.assertEqual(cover([50], 0), [0])
        self.assertEqual(cover([], 10), [])
