from odoo import api, models


class NotTakenError(Exception):
    """Why a record of the other system is not taken, or ours not given. It is tried again."""


class ConnectionSubject(models.AbstractModel):
    """What a connection keeps alike on both sides, a model a subject of the API.

    Both sides are read in the shape the API tells: what is synchronised, compared and repaired are
    the fields that :meth:`_values_of` makes of it. To add one: inherit, set ``_code`` (the subject of
    the change feed), ``_field_labels``, write ``_values_of``, ``_find``, ``_apply`` and, where ours can
    be given to the other side, ``_push``.
    """

    _name = "b2b.connection.subject"
    _inherit = "b2b.plugin"
    _description = "Subject of a connection"
    _label = None
    _field_labels = {}  # noqa: RUF012 - never changed
    _can_push = False

    # === WHAT A SUBJECT SAYS === #

    @api.model
    def _values_of(self, data):
        """Override this: {field: comparable value} of a record as the API tells it."""
        raise NotImplementedError

    @api.model
    def _find(self, data, connection):
        """Override this to find our record of theirs when none is linked yet. Empty: there is none."""
        return self._model().browse()

    @api.model
    def _apply(self, record, data, values, connection):
        """Override this: make ours (``record`` is empty) or change ``values`` of it.

        :return: the record
        :raises NotTakenError: it cannot be
        """
        raise NotTakenError(self.env._("This is not changed here by other systems."))

    @api.model
    def _push(self, record, values, link, client):
        """Override this: make or change theirs, by ours. Returns what they tell of it then.

        :param link: with ``external_id`` of theirs; without: there is none yet
        """
        raise NotTakenError(self.env._("Over there this cannot be changed from here."))

    @api.model
    def _is_mirrored(self, data):
        """Override this: whether a record is one that both sides should have."""
        return True

    # === SHARED === #

    @api.model
    def _resource(self):
        fed = self.env["b2b.api.resource"]._fed()
        return next(one for one in fed if one._feed == self._code)

    @api.model
    def _model(self):
        model, _shown, _account = self._resource()._source()
        return self.env[model].sudo()

    @api.model
    def _call(self, connection):
        """A call of the API by ourselves, to be told what others would be."""
        from ..api.resource import Call

        company = connection.company_id.with_env(self.env).sudo()
        nobody = self.env["res.partner"].sudo()
        return Call(company, nobody, None, {}, {}, None, b"", "")

    @api.model
    def _shown(self, ids, connection):
        """Of these ids the records the API shows: {record: data}."""
        call, resource = self._call(connection), self._resource()
        model, domain = resource._mine(call, [("id", "in", list(ids))])
        records = model.search(domain, order="id")
        return dict(zip(records, resource._feed_tell(records, call), strict=True))

    @api.model
    def _all_shown(self, connection):
        """Ids of all records of ours that the API shows."""
        model, domain = self._resource()._mine(self._call(connection))
        return model.search(domain).ids

    @api.model
    def _first_alike(self, candidates, data, connection, names):
        """The first of these records that is theirs in every respect, and nobody else's yet.

        So documents both sides had before they were connected find each other.
        """
        links = self.env["b2b.connection.link"].search(
            [("connection_id", "=", connection.id), ("subject", "=", self._code),
             ("res_id", "in", candidates.ids)]
        )  # fmt: skip
        free = set(candidates.ids) - set(links.mapped("res_id"))
        theirs = self._values_of(data)
        for record, told in self._shown(free, connection).items():
            ours = self._values_of(told)
            if all(ours[name] == theirs[name] for name in names):
                return record
        return self._model().browse()

    @api.model
    def _linked_orders(self, told, connection):
        """Our orders of theirs; empty when one of them is not linked.

        :param told: list of {"id", …} as the API tells them
        """
        orders = self.env["sale.order"].sudo()
        for one in told:
            order = connection._linked("orders", one["id"]).sudo()
            if not order:
                return orders.browse()
            orders |= order
        return orders

    @api.model
    def _account(self, told, connection):
        """Our account of theirs.

        :param told: {"id", "ref", "name"} as the API tells it
        """
        account = connection._linked("accounts", told["id"])
        if not account and told["ref"]:
            account = self.env["res.partner"].search(
                [("ref", "=", told["ref"]), ("parent_id", "=", False),
                 ("company_id", "in", (False, connection.company_id.id))]
            )  # fmt: skip
        if len(account) != 1:
            name = told["ref"] or told["name"]
            raise NotTakenError(self.env._("There is no account “%(name)s” here.", name=name))
        return account

    @api.model
    def _product(self, sku, connection):
        product = self.env["product.product"].search(
            [("default_code", "=", sku), ("company_id", "in", (False, connection.company_id.id))]
        )
        if len(product) != 1:
            raise NotTakenError(
                self.env._("There is not exactly one item “%(sku)s” here.", sku=sku or "")
            )
        return product

    @api.model
    def _currency(self, code):
        currency = self.env["res.currency"].search([("name", "=", code)])
        if not currency:
            raise NotTakenError(self.env._("The currency %(code)s is not in use.", code=code))
        return currency


def name_of(data):
    """What a record is called, as the API tells it; empty where it has no name."""
    return next((str(data[name]) for name in ("name", "sku", "list") if data.get(name)), "")
