"""The demo distributor: tables in ``data``, four weeks of orders, then its rules and their holds."""

import csv
from pathlib import Path

from odoo import api, models

from . import (
    accounts,
    billing,
    catalogue,
    collections,
    credit,
    fulfilment,
    holds,
    migration,
    orders,
    people,
    rules,
    stock,
    systems,
    trials,
)

DATA = Path(__file__).parent / "data"


class Demo(models.AbstractModel):
    """Loads the demo distributor once; a second call does nothing."""

    _name = "b2b.demo"
    _description = "Demo distributor"

    @api.model
    def _load(self):
        if self.env.ref("b2b_oms.demo_tier_platinum", raise_if_not_found=False):
            return
        company = self.env.ref("base.main_company")
        demo = self.with_company(company).with_context(tracking_disable=True, lang="en_US").sudo()
        for piece in (
            people.company,
            catalogue.load,
            stock.load,
            accounts.load,
            people.load,
            credit.load,
            billing.agree,
            orders.load,
            credit.review,
            rules.load,
            holds.load,
            fulfilment.load,
            billing.deliver,
            collections.load,
            systems.load,
            migration.load,
            trials.load,
        ):
            piece(demo)

    # === FOR THE PIECES === #

    def _rows(self, name):
        """The rows of a table as dicts."""
        with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as table:
            return list(csv.DictReader(table))

    def _name_records(self, kind, keys, records):
        """Give records stable external ids ``b2b_oms.demo_<kind>_<key>``."""
        self.env["ir.model.data"]._update_xmlids(
            [
                {"xml_id": self._xmlid(kind, key), "record": record, "noupdate": True}
                for key, record in zip(keys, records, strict=True)
            ]
        )

    def _xmlid(self, kind, key):
        plain = "".join(char if char.isalnum() else "_" for char in str(key).lower())
        return f"b2b_oms.demo_{kind}_{plain}"

    def _get(self, kind, key):
        return self.env.ref(self._xmlid(kind, key))

    def _state(self, code):
        """A state of the USA by its code."""
        usa = self.env.ref("base.us")
        return usa.state_ids.filtered(lambda state: state.code == code)

    def _address(self, row):
        """Partner values of the address columns of a row."""
        return {
            "street": row["street"],
            "city": row["city"],
            "zip": row["zip"],
            "state_id": self._state(row["state"]).id,
            "country_id": self.env.ref("base.us").id,
            "partner_latitude": float(row["latitude"]),
            "partner_longitude": float(row["longitude"]),
        }
