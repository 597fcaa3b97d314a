"""The distributor's staff and other systems: they work over HTTP, as they would from elsewhere."""

import time

from odoo_server import Client, ServerError

from tools import instance


class House:
    """Calls on the live server in the words of the trade."""

    def __init__(self, server, ids):
        self.server, self.ids = server, ids
        self.client = Client(server)

    def call(self, model, method, **arguments):
        return self.client.call(model, method, **arguments)

    def order(self, account, basket, client=None):
        """Enter an order and confirm it; its id.

        :param basket: {product code: quantity}
        :param client: the connection, default the house's own
        """
        client = client or self.client
        values = self.values(account, basket)
        [made] = client.call("sale.order", "create", vals_list=[values])
        client.call("sale.order", "action_confirm", ids=[made])
        return made

    def values(self, account, basket):
        """Values of ``sale.order``; ``basket`` as above."""
        lines = [
            [0, 0, {"product_id": self.ids["products"][code], "product_uom_qty": quantity}]
            for code, quantity in basket.items()
        ]  # fmt: skip
        return {"partner_id": account, "order_line": lines}

    def cut_off(self):
        """End every connection to the database, as its restart would."""
        instance.get().sql(
            "postgres",
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            f"WHERE datname = '{self.server.name}'",
        )

    def read(self, model, ids, *fields):
        return self.call(model, "read", ids=ids, fields=list(fields))

    def find(self, model, domain, *fields):
        return self.call(model, "search_read", domain=domain, fields=list(fields), order="id")

    def wait_for(self, model, domain, *fields):
        """The records found, as soon as there are some; what the scheduler does takes a moment."""
        for _try in range(60):
            if found := self.find(model, domain, *fields):
                return found
            time.sleep(0.5)
        raise TimeoutError(f"No {model} like {domain}")

    def cron(self, name):
        """Do now what the scheduler would do in its time; where it does already, wait for it."""
        for _try in range(60):
            try:
                return self.call("ir.cron", "method_direct_trigger", ids=[self.ids["crons"][name]])
            except ServerError as error:
                if "already executing" not in str(error):
                    raise
                time.sleep(0.5)
        raise TimeoutError(f"{name} does not come to its end")

    def ship(self, order):
        """Validate what of an order's deliveries is reserved; the ids of the deliveries."""
        ready = self.find(
            "stock.picking",
            [["sale_id", "=", order], ["state", "=", "assigned"],
             ["picking_type_code", "=", "outgoing"]],
            "id",
        )  # fmt: skip
        ids = [one["id"] for one in ready]
        if ids:
            self.call(
                "stock.picking", "button_validate", ids=ids,
                context={"skip_backorder": True, "skip_sms": True},
            )  # fmt: skip
        return ids

    def receive(self, code, quantity):
        """Count so much more of a product in Chicago."""
        where = [
            ["product_id", "=", self.ids["products"][code]],
            ["location_id", "=", self.ids["chicago_stock"]],
        ]
        known = self.find("stock.quant", where, "quantity")
        counted = sum(one["quantity"] for one in known) + quantity
        if known:
            quants = [known[0]["id"]]
            self.call("stock.quant", "write", ids=quants, vals={"inventory_quantity": counted})
        else:
            quants = self.call(
                "stock.quant", "create",
                vals_list=[{"product_id": where[0][2], "location_id": where[1][2],
                            "inventory_quantity": counted}],
            )  # fmt: skip
        self.call("stock.quant", "action_apply_inventory", ids=quants)
