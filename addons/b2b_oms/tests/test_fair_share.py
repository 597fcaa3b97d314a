from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..allocation.fair_share import METHODS, Claim, distribute
from ..allocation.promise_dates import promise_dates


@tagged("post_install", "-at_install")
class TestFairShare(BaseCase):
    """Sharing out what arrived, without a database."""

    def test_methods_share_as_they_say(self):
        claims = [Claim("old", 10, age=1), Claim("young", 30, age=2)]
        for method, expected in (
            ("first_come", {"old": 10, "young": 10}),
            ("pro_rata", {"old": 5, "young": 15}),
            ("minimum_fill", {"old": 10, "young": 10}),
        ):
            with self.subTest(method=method):
                self.assertEqual(distribute(20, claims, method), expected)

    def test_minimum_is_given_to_everybody_before_the_rest_goes_to_the_oldest(self):
        claims = [Claim("old", 10, age=1, least=2), Claim("young", 30, age=2, least=4)]
        self.assertEqual(distribute(8, claims, "minimum_fill"), {"old": 4, "young": 4})

    def test_lower_rank_is_served_first_whatever_its_age(self):
        claims = [Claim("old", 5, rank=2, age=1), Claim("first", 5, rank=1, age=9)]
        self.assertEqual(distribute(7, claims), {"first": 5, "old": 2})

    def test_only_whole_packs_are_given_unless_it_is_all_that_is_missing(self):
        self.assertEqual(distribute(17, [Claim("a", 25, pack=5)]), {"a": 15})
        self.assertEqual(distribute(25, [Claim("a", 17, pack=5)]), {"a": 17})

    def test_who_needs_all_of_it_gets_all_or_nothing(self):
        claims = [Claim("whole", 10, age=1, least=10), Claim("part", 10, age=2)]
        self.assertEqual(distribute(8, claims), {"whole": 0, "part": 8})

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.integers(-5, 300),
        st.lists(
            st.tuples(
                st.integers(1, 60), st.integers(0, 3), st.sampled_from((0, 2, 5)), st.integers(0, 9)
            ),
            max_size=12,
        ),
        st.sampled_from(sorted(METHODS)),
    )
    def test_never_more_than_there_is_and_never_more_than_is_wanted(self, available, rows, method):
        claims = [
            Claim(n, quantity, rank, n, pack, least)
            for n, (quantity, rank, pack, least) in enumerate(rows)
        ]
        granted = distribute(available, claims, method)
        self.assertEqual(set(granted), {claim.key for claim in claims})
        self.assertLessEqual(sum(granted.values()), max(available, 0) + 1e-6)
        for claim in claims:
            self.assertGreaterEqual(granted[claim.key], 0)
            self.assertLessEqual(granted[claim.key], claim.quantity)
            partly = 0 < granted[claim.key] < claim.quantity
            if partly and claim.pack:
                self.assertEqual(granted[claim.key] % claim.pack, 0)

    def test_promises_follow_the_receipts_in_the_order_of_the_claims(self):
        receipts = [("2030-02-01", 10), ("2030-01-01", 5)]
        claims = [("a", 4), ("b", 4), ("c", 7), ("d", 1)]
        self.assertEqual(
            promise_dates(receipts, claims),
            {"a": "2030-01-01", "b": "2030-02-01", "c": "2030-02-01", "d": False},
        )
        self.assertEqual(promise_dates([], [("a", 1)]), {"a": False})
