from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain

from ..const import IN_HAND
from ..reservation.known_stock import KNOWN_STOCK, KnownStock

RESERVING = "b2b_reserving"


class StockQuant(models.Model):
    """Stock is promised once, whoever promises it: sales, manufacturing, inventory, a person.

    Odoo passes by a quant another transaction holds and reserves on a new one; both transactions
    then promise the same goods. Here a reservation waits for the quant, and PostgreSQL refuses it
    when the stock is not what it was when the reservation was decided.
    """

    _inherit = "stock.quant"

    @api.model
    def _update_available_quantity(
        self,
        product_id,
        location_id,
        quantity=False,
        reserved_quantity=False,
        lot_id=None,
        package_id=None,
        owner_id=None,
        in_date=None,
    ):
        reserving = reserved_quantity and reserved_quantity > 0
        if reserving:
            self = self.with_context(**{RESERVING: reserved_quantity})
        if location_id.usage == "internal":
            self.env["b2b.announcer"]._stock(product_id, location_id)
        result = super()._update_available_quantity(
            product_id,
            location_id,
            quantity=quantity,
            reserved_quantity=reserved_quantity,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            in_date=in_date,
        )
        if reserving and not self.env.context.get(KNOWN_STOCK):
            self._b2b_refuse_promised(product_id, location_id, lot_id, package_id, owner_id)
        return result

    def _b2b_refuse_promised(self, product, location, lot, package, owner):
        """A person reserves by hand. What accounts were promised is theirs.

        :raises UserError: names the orders it would be taken from
        """
        if self.env.context.get(IN_HAND) or location.should_bypass_reservation():
            return
        quants = self.sudo()._gather(
            product, location, lot_id=lot, package_id=package, owner_id=owner, strict=True
        )
        free = sum(quants.mapped("quantity")) - sum(quants.mapped("reserved_quantity"))
        if product.uom_id.compare(free, 0.0) >= 0:
            return
        promised = self.env["stock.move.line"].sudo()._b2b_promised(product, location, lot)
        if promised:
            raise UserError(
                self.env._(
                    "%(quantity)s more of %(product)s than %(location)s has: it is promised to "
                    "%(orders)s. Count the place first, or mark the goods as picked when you hold them.",
                    quantity=f"{-free:g}",
                    product=product.display_name,
                    location=location.display_name,
                    orders=", ".join(promised.move_id.b2b_allocation_id.order_id.mapped("name")),
                )
            )

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        """Whoever reserves waits; everybody else still takes what is free."""
        reserving = self.env.context.get(RESERVING)
        if not reserving or limit != 1:
            return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)
        known = self.env.context.get(KNOWN_STOCK)
        (known or KnownStock()).lock(self)
        if known:
            self[:1]._b2b_refuse_beyond_stock(reserving, self)
        return self[:1]

    def _b2b_refuse_beyond_stock(self, reserving, found):
        """Odoo decided what to reserve; a person's own word on a move line is not asked for here.

        :param found: the quants locked for it, those of no lot among them
        :raises ConcurrencyError: less is free than was decided to reserve
        """
        same = found.filtered(lambda quant: quant.lot_id == self.lot_id)
        free = sum(same.mapped("quantity")) - sum(same.mapped("reserved_quantity"))
        if self.product_uom_id.compare(free, reserving) < 0:
            raise ConcurrencyError(
                f"{reserving:g} of {self.product_id.display_name} to reserve, {free:g} free"
            )

    # === STOCK KNOWN BEFOREHAND === #

    def _gather(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
        qty=0,
    ):
        known = self.env.context.get(KNOWN_STOCK)
        if known and self.env.su and self._b2b_gathers_plainly(product_id, location_id):
            characteristics = (
                lot_id or self.env["stock.lot"],
                package_id or self.env["stock.package"],
                owner_id or self.env["res.partner"],
            )
            ids = known.find(product_id, location_id, strict, characteristics)
            if ids is not None:
                return self.browse(ids)
        return super()._gather(
            product_id,
            location_id,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            strict=strict,
            qty=qty,
        )

    def _b2b_gathers_plainly(self, product, location):
        """Whether no addon looks at less than all stock below the location (expired goods, say)."""
        plain = Domain("product_id", "=", product.id) & Domain(
            "location_id", "child_of", location.id
        )
        return self._get_gather_domain(product, location) == plain

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        quants._b2b_forget()
        return quants

    def write(self, vals):
        moved = vals.keys() & {"location_id", "lot_id", "package_id", "owner_id"}
        dated = "in_date" in vals and any(quant.in_date != vals["in_date"] for quant in self)
        result = super().write(vals)
        if moved or dated:
            self._b2b_forget()
        return result

    def unlink(self):
        self._b2b_forget()
        return super().unlink()

    def _b2b_forget(self):
        if known := self.env.context.get(KNOWN_STOCK):
            known.forget(self.product_id)

    # === COUNTS === #

    def action_apply_inventory(self, date=None):
        """A count comes in between the reservations: it waits its turn, it is not refused."""
        self.env["b2b.account.turn"]._wait((), self.product_id)
        return super().action_apply_inventory(date)

    def _apply_inventory(self, *args, **kwargs):
        """The promises a count breaks are planned again, and told."""
        products, warehouses = self.product_id, self.location_id.warehouse_id
        result = super()._apply_inventory(*args, **kwargs)
        if products and warehouses:
            self.env["b2b.allocation"]._counted(products, warehouses)
        return result
