from urllib.parse import quote

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from .rows import RefusedRow

MODULE = "__b2b_migration__"  # of the external ids, as Odoo's own importer has __import__


class MigrationKind(models.AbstractModel):
    """What can be brought over from the old system, a model a kind.

    To add one: a model inheriting this with ``_code``, ``_label``, ``_target``, ``_sheet_columns``,
    ``_key`` and ``_values``. Records are made through the ORM with the rights of the user, and
    remembered by external ids: the same file again changes what differs and makes nothing twice.
    """

    _name = "b2b.migration.kind"
    _inherit = "b2b.plugin"
    _description = "Kind of migration"
    _label = None
    _target = None  # the model of its records
    _sheet_columns = ()

    # === WHAT A KIND SAYS === #

    @api.model
    def _key(self, row):
        """Override this: what the old system calls this record, unique within the kind."""
        raise NotImplementedError

    @api.model
    def _found(self, rows, migration):
        """Override this to find what is here already without an external id: {key: record}."""
        return {}

    @api.model
    def _refers_to(self, rows, migration):
        """Override this to look up, once for all rows, what ``_values`` needs."""
        return {}

    @api.model
    def _values(self, row, record, refers_to, migration):
        """Override this: field values of a row. ``record`` is empty when there is none yet.

        :raises RefusedRow: the row cannot be taken
        """
        raise NotImplementedError

    @api.model
    def _written_beside(self, migration):
        """Override this for values that go with every change, and are none themselves."""
        return {}

    @api.model
    def _after(self, record):
        """Override this for what follows the making of a record."""

    # === THE WAY OF A FILE === #

    @api.model
    def _units(self, rows):
        """Lists of row numbers that must be taken together; each row alone where it need not."""
        return [[number] for number in rows]

    @api.model
    def _take(self, rows, migration, keep, before=()):
        """Make or change the record of each row.

        :param rows: {row number: row}
        :param before: {row number: row} of what was taken of this file already
        :param keep: remember the external ids; a dry run does not
        :return: ({row number: "created", "changed" or "same"}, {row number: reason})
        """
        done, refused = {}, {}
        seen = {self._key(row): number for number, row in dict(before).items()}
        entries = self._entries(rows.values(), migration)
        known = self._known(rows.values(), migration, entries)
        refers_to = self._refers_to(rows.values(), migration)
        for number, row in rows.items():
            key = self._key(row)
            try:
                if key in seen:
                    raise RefusedRow(self.env._("It stands in row %(row)s already.", row=seen[key]))
                seen[key] = number
                with self.env.cr.savepoint():
                    record = known.get(key, self.env[self._target])
                    done[number], record = self._save(row, record, refers_to, migration)
                    if keep:
                        self._remember(key, record, migration, entries.get(key))
            except RefusedRow as error:
                refused[number] = error.told(self.env)
            except UserError as error:
                refused[number] = str(error)
            except (psycopg2.IntegrityError, psycopg2.DataError) as error:
                refused[number] = (error.diag.message_primary or str(error)).strip()
        return done, refused

    def _save(self, row, record, refers_to, migration):
        values = self._values(row, record, refers_to, migration)
        if not record:
            record = record.create(values | self._written_beside(migration))
            self._after(record)
            return "created", record
        differing = {
            name: value
            for name, value in values.items()
            if record._fields[name].convert_to_write(record[name], record) != value
        }
        if not differing:
            return "same", record
        record.write(differing | self._written_beside(migration))
        return "changed", record

    # === EXTERNAL IDS === #

    def _entries(self, rows, migration):
        """{key: external id} of what earlier files made, alive or not."""
        names = {self._external_name(key, migration): key for key in map(self._key, rows)}
        # External ids are Odoo's housekeeping, which managers cannot read; only names of ours.
        entries = (
            self.env["ir.model.data"]
            .sudo()
            .search(
                [
                    ("module", "=", MODULE),
                    ("model", "=", self._target),
                    ("name", "in", list(names)),
                ]
            )
        )
        return {names[entry.name]: entry for entry in entries}

    def _known(self, rows, migration, entries):
        """{key: record} of what earlier files made, and of what is here already."""
        target = self.env[self._target]
        alive = set(target.browse(entry.res_id for entry in entries.values()).exists().ids)
        ours = {
            key: target.browse(entry.res_id)
            for key, entry in entries.items()
            if entry.res_id in alive
        }
        return self._found(rows, migration) | ours

    def _remember(self, key, record, migration, entry):
        if not entry:
            self.env["ir.model.data"].sudo().create(
                {
                    "module": MODULE,
                    "name": self._external_name(key, migration),
                    "model": self._target,
                    "res_id": record.id,
                    "noupdate": True,
                }
            )
        elif entry.res_id != record.id:
            entry.res_id = record.id

    def _external_name(self, key, migration):
        return f"{self._code}.{migration.company_id.id}.{quote(key, safe='')}"

    # === SHARED BY KINDS === #

    @api.model
    def _accounts(self, numbers, migration):
        """{account number: partner}; a number of several partners is left out."""
        partners = (
            self.env["res.partner"]
            .with_context(active_test=False)
            .search(
                [
                    ("ref", "in", list(set(numbers))),
                    ("parent_id", "=", False),
                    ("company_id", "in", (False, migration.company_id.id)),
                ]
            )
            .grouped("ref")
        )
        return {ref: found for ref, found in partners.items() if len(found) == 1}

    @api.model
    def _accounts_and_currencies(self, rows, migration):
        """What amounts of accounts refer to, for ``_refers_to``."""
        return {
            "accounts": self._accounts([row["account"] for row in rows], migration),
            "currencies": self._by_code("res.currency", [], "name"),
        }

    @api.model
    def _account(self, number, refers_to):
        account = refers_to["accounts"].get(number)
        if not account:
            raise RefusedRow(
                self.env._("There is not exactly one account “%(number)s”.", number=number[:60])
            )
        return account

    @api.model
    def _products(self, skus, migration):
        """{SKU: product}; one of several products is left out."""
        products = self.env["product.product"].search(
            [
                ("default_code", "in", list(set(skus))),
                ("company_id", "in", (False, migration.company_id.id)),
            ]
        )
        found = products.grouped("default_code")
        return {sku: product for sku, product in found.items() if len(product) == 1}

    @api.model
    def _product(self, sku, refers_to):
        product = refers_to["products"].get(sku)
        if not product:
            raise RefusedRow(self.env._("There is not exactly one item “%(sku)s”.", sku=sku[:60]))
        return product

    @api.model
    def _one(self, found, code, what):
        """The record of a code out of a look-up, or the row is refused."""
        record = found.get(code.casefold())
        if not record:
            raise RefusedRow(
                self.env._("%(what)s “%(code)s” does not exist.", what=what, code=code[:60])
            )
        return record

    @api.model
    def _by_code(self, model, domain, field="code"):
        """{code: record} of a small table, compared without case."""
        records = self.env[model].search([*domain, (field, "!=", False)])
        return {record[field].casefold(): record for record in records}
