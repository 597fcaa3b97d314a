"""The stock one reservation is about, read and locked for all its moves at once."""

from collections import defaultdict

from odoo.fields import Domain
from odoo.tools import SQL

KNOWN_STOCK = "b2b_known_stock"
FIELDS = ("product_id", "location_id", "lot_id", "package_id", "owner_id", "in_date", "quantity",
          "reserved_quantity")  # fmt: skip
# These choose by more than an order of the quants; Odoo does it itself.
OWN_SEARCH = ("least_packages", "closest")


class KnownStock:
    """What Odoo would search move by move; given on in the context while moves are assigned.

    It answers only the questions it is sure of. Whatever it is not, or is no longer, sure of is
    searched by Odoo as ever: None says so.
    """

    def __init__(self):
        self._ids = {}  # {(product id, location id): quant ids below it, in the order of removal}
        self._locked = set()
        self._reordered = {}  # {product id: whether it has a reordering rule}

    def learn(self, moves):
        """Read and lock the stock these moves may take from.

        :raises psycopg2.errors.SerializationFailure: somebody changed it since this transaction
            began; run again
        """
        Quant = moves.env["stock.quant"].sudo()
        wanted = defaultdict(set)
        for product, location in {(move.product_id, move.location_id) for move in moves}:
            strategy = Quant._get_removal_strategy(product, location)
            if strategy not in OWN_SEARCH and (product.id, location.id) not in self._ids:
                order = Quant._get_removal_strategy_order(strategy)
                wanted[location, order].add(product)
        for (location, order), products in wanted.items():
            self._read(Quant, location, order, products)
        self._read_reordered(moves)

    def _read(self, Quant, location, order, products):
        domain = Domain("product_id", "in", [product.id for product in products])
        domain &= Domain("location_id", "child_of", location.id)
        quants = Quant.search_fetch(domain, FIELDS, order=order)
        of_product = quants.grouped("product_id")
        for product in products:
            found = of_product.get(product, Quant).sorted(lambda quant: not quant.lot_id)
            self._ids[product.id, location.id] = found._ids
        # Of lots and serial numbers there may be thousands, of which a move takes a few.
        self.lock(quants.filtered(lambda quant: quant.product_id.tracking == "none"))

    def _read_reordered(self, moves):
        rules = moves.env["stock.warehouse.orderpoint"].sudo()
        products = moves.product_id
        ruled = rules.search([("product_id", "in", products.ids)]).product_id
        self._reordered |= {product.id: product in ruled for product in products}

    def lock(self, quants):
        """Wait until nobody else changes these quants.

        :raises psycopg2.errors.SerializationFailure: somebody did; run again
        """
        if ids := set(quants._ids) - self._locked:
            lock_quants(quants.env, ids)
            self._locked |= ids

    def find(self, product, location, strict, characteristics):
        """Ids of the quants Odoo's ``_gather`` would find, in its order; None: not known.

        :param characteristics: lot, package and owner asked for, each an empty recordset for none
        """
        if not strict:
            return None if any(characteristics) else self._ids.get((product.id, location.id))
        path = map(int, location.parent_path.split("/")[:-1])
        above = (self._ids.get((product.id, parent)) for parent in path)
        ids = next((ids for ids in above if ids is not None), None)
        if ids is None:
            return None
        lot, package, owner = characteristics
        return [
            quant.id
            for quant in product.env["stock.quant"].sudo().browse(ids)
            if quant.location_id == location
            and quant.lot_id in (lot, lot.browse())
            and quant.package_id == package
            and quant.owner_id == owner
        ]

    def may_be_reordered(self, product):
        return self._reordered.get(product.id, True)

    def forget(self, products):
        """These products' quants are not what they were, or not in that order."""
        gone = set(products.ids)
        self._ids = {key: ids for key, ids in self._ids.items() if key[0] not in gone}

    def close(self):
        """The moves are assigned; whoever still holds this must search anew."""
        self._ids, self._locked, self._reordered = {}, set(), {}


def lock_quants(env, ids):
    """Wait for row locks on quants, in the order of their ids.

    Unlike Odoo's own lock it does not pass by a row that another transaction holds: who does
    promises the same stock once more, on a second row.
    """
    env.execute_query(
        SQL(
            "SELECT id FROM stock_quant WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
            tuple(sorted(ids)),
        )
    )
