"""What differs between both systems, and making it alike again."""

from odoo import fields, models

from .subject import NotTakenError, name_of


class ConnectionCompare(models.AbstractModel):
    """Drift; ``b2b.connection`` inherits it."""

    _name = "b2b.connection.compare"
    _description = "Comparing with a connected system"

    def _compare(self, client):
        """Read everything, change nothing, and write down what differs."""
        for part in self.part_ids:
            self._compare_part(part, client)
            self.env["ir.cron"]._commit_progress()
        self.compared_on = fields.Datetime.now()

    def _compare_part(self, part, client):
        found, seen = {}, set()
        plugin = part._plugin(part.subject).with_env(self.env)
        for page in self._pages(client, part.subject):
            links = self._links(part.subject, [str(row["id"]) for row in page["data"]])
            records = {link.external_id: link.res_id for link in links.values() if link.res_id}
            shown = plugin._shown(records.values(), self)
            ours = {record.id: (record, data) for record, data in shown.items()}
            for row in page["data"]:
                external_id, data = str(row["id"]), row["data"]
                record_id = records.get(external_id, 0)
                if external_id in links:
                    links[external_id].told = data
                if record_id in ours:
                    seen.add(record_id)
                    found |= self._differences(part, plugin, external_id, data, *ours[record_id])
                elif external_id in links or plugin._is_mirrored(data):
                    found |= self._missing(part, external_id, 0, data)
        for record, data in plugin._shown(plugin._all_shown(self), self).items():
            if record.id not in seen and plugin._is_mirrored(data):
                found |= self._missing(part, False, record.id, data)
        self._write_drift(part, found)

    def _differences(self, part, plugin, external_id, data, record, told):
        """{(their id, our id, field): values} of one record."""
        theirs, ours, truths = plugin._values_of(data), plugin._values_of(told), part._truths()
        return {
            (external_id, record.id, name): {
                "ours": _text(ours[name]),
                "theirs": _text(theirs[name]),
                "truth": truths[name],
                "record_name": record.display_name,
            }
            for name in theirs
            if ours[name] != theirs[name]
        }

    def _missing(self, part, external_id, record_id, data):
        here, missing = self.env._("there"), self.env._("missing")
        ours, theirs = (here, missing) if record_id else (missing, here)
        values = {"record_name": name_of(data), "truth": part.truth, "ours": ours, "theirs": theirs}
        return {(external_id or False, record_id, False): values}

    def _write_drift(self, part, found, only=None):
        """Keep since when each difference is known, and end those that are gone.

        :param only: drift that was looked at; empty: all of the subject
        """
        now = fields.Datetime.now()
        Drift = self.env["b2b.drift"]
        known = only if only is not None else Drift.search(
            [("connection_id", "=", self.id), ("subject", "=", part.subject),
             ("state", "=", "open")]
        )  # fmt: skip
        state = "gone" if only is None else "repaired"
        for drift in known:
            values = found.pop((drift.external_id, drift.res_id, drift.field), None)
            if values:
                drift.write(values | {"seen_on": now})
            else:
                drift.write({"state": state, "ended_on": now, "problem": False})
        if only is None:
            Drift.create(
                [
                    {"connection_id": self.id, "subject": part.subject, "external_id": external_id,
                     "res_id": record_id, "field": field, "since": now, "seen_on": now} | values
                    for (external_id, record_id, field), values in found.items()
                ]
            )  # fmt: skip

    # === REPAIRING === #

    def _repair(self, drifts):
        """Repair drift in the direction of truth, and look again.

        :raises ConnectorError: the other system does not answer
        """
        acting = self._acting()
        client = acting._client()
        try:
            drifts = drifts.with_env(acting.env)
            for part in acting.part_ids:
                of_part = drifts.filtered(lambda drift, part=part: drift.subject == part.subject)
                for of_record in of_part.grouped(lambda d: (d.external_id, d.res_id)).values():
                    acting._repair_record(part, of_record, client)
        finally:
            client.close()

    def _repair_record(self, part, drifts, client):
        plugin = part._plugin(part.subject).with_env(self.env)
        link = self._link_of(part, drifts[0])
        truths = {drift.field: drift.truth for drift in drifts}
        with self._noting(link):
            record = link._record()
            if "compare" in truths.values():
                raise NotTakenError(self.env._("Nobody is said to be right: decide by hand."))
            if not record and truths.get(False) == "ours":
                raise NotTakenError(self.env._("It is only there; remove it over there by hand."))
            if not link.external_id and truths.get(False) == "theirs":
                raise NotTakenError(self.env._("It is only here; remove it here by hand."))
            taken = [name for name, truth in truths.items() if truth == "theirs" and name]
            if not record or taken:
                values = plugin._values_of(link.told)
                changed = {name: values[name] for name in taken} if record else values
                link.res_id = plugin._apply(record, link.told, changed, self).id
            given = [name for name, truth in truths.items() if truth == "ours"]
            if given:
                ours = plugin._values_of(plugin._shown(record.ids, self)[record])
                values = {name: ours[name] for name in given if name} or ours
                told = plugin._push(record, values, link, client)
                link.write({"told": told, "external_id": str(told["id"])})
        drifts.problem = link.problem
        if not link.problem:
            record = link._record()
            told = plugin._shown(record.ids, self).get(record)
            found = self._differences(part, plugin, link.external_id, link.told, record, told)
            self._write_drift(part, found, only=drifts)
        # What was done over there is remembered here, whatever comes next.
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _link_of(self, part, drift):
        Link = self.env["b2b.connection.link"]
        domain = [("connection_id", "=", self.id), ("subject", "=", part.subject)]
        name = "external_id" if drift.external_id else "res_id"
        found = Link.search([*domain, (name, "=", drift[name])])
        return found or Link.create(
            {"connection_id": self.id, "subject": part.subject, "external_id": drift.external_id,
             "res_id": drift.res_id}
        )  # fmt: skip


def _text(value):
    return "" if value in (None, False) else str(value)
