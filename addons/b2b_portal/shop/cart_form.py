"""What a buyer changes in a cart by the form on its page; all of it is text until it is read here."""

from datetime import date

from odoo import fields, models

from .. import reading

TEXTS = {"customer_po": 64, "note": 2000}
MAX_QUANTITY = 10**7
MAX_LINES = 500


class CartForm(models.AbstractModel):
    """Adopted by ``b2b.cart``."""

    _name = "b2b.cart.form"
    _description = "Form of a cart"

    def _apply(self, buyer, values):
        """Write what the form says; what cannot be is left as it was and told.

        :param values: {name of the input: text}; inputs of lines end in ``-<line id>``
        :return: list of sentences
        """
        self.ensure_one()
        problems = []
        self.write(self._read_header(buyer, values, problems))
        for line in self.line_ids:
            line.write(self._read_line(buyer, line, values, problems))
        return problems

    def _act(self, action):
        """Do what a button says: ``remove-<id>`` and ``split-<id>`` of a line, ``empty`` of the cart."""
        self.ensure_one()
        verb, _dash, number = action.partition("-")
        line = self.line_ids.filtered(lambda line: str(line.id) == number)
        if verb == "remove":
            line.unlink()
        elif verb == "split" and line and len(self.line_ids) < MAX_LINES:
            line._split()
        elif verb == "empty":
            self.line_ids.unlink()

    def _obstacles(self, buyer):
        """Sentences about what must be mended before the cart can be handed in."""
        self.ensure_one()
        own = buyer.account.b2b_po_required
        required = own == "yes" if own else buyer.account.b2b_tier_id.po_required
        if required and not (self.customer_po or "").strip():
            return [self.env._("Your account wants its PO number on every order.")]
        return []

    def _read_header(self, buyer, values, problems):
        vals = {}
        for name, length in TEXTS.items():
            if name in values:
                vals[name] = _plain(values[name])[:length].strip() or False
        if "ship_to" in values:
            address = self._read_address(buyer, values["ship_to"], problems)
            vals |= {"ship_to_id": address.id} if address else {}
        if "requested_date" in values:
            vals |= self._read_date(values["requested_date"], problems)
        return vals

    def _read_line(self, buyer, line, values, problems):
        vals, quantity = {}, values.get(f"quantity-{line.id}")
        if quantity is not None:
            number = read_quantity(quantity)
            if number is None:
                problems.append(
                    self.env._(
                        "%(item)s: “%(text)s” is not a quantity.",
                        item=line._label(),
                        text=quantity[:20],
                    )
                )
            else:
                vals["quantity"] = number
        if (text := values.get(f"ship_to-{line.id}")) is not None:
            address = self._read_address(buyer, text, problems) if text else None
            if address is not None:
                vals["ship_to_id"] = address.id if address != self.ship_to_id else False
            elif not text:
                vals["ship_to_id"] = False
        if (text := values.get(f"date-{line.id}")) is not None:
            vals |= self._read_date(text, problems)
        return vals

    def _read_address(self, buyer, text, problems):
        """One of the addresses the login may order to, or None."""
        address = buyer.ship_tos.filtered(lambda one: str(one.id) == text)
        if address:
            return address
        if text:
            problems.append(self.env._("You may not order to this address."))
        return None

    def _read_date(self, text, problems):
        if not text:
            return {"requested_date": False}
        try:
            day = date.fromisoformat(text)
        except ValueError:
            problems.append(self.env._("“%(text)s” is not a date.", text=text[:20]))
            return {}
        if day < fields.Date.context_today(self):
            problems.append(self.env._("The requested date has passed."))
            return {}
        return {"requested_date": day}


class CartLineForm(models.AbstractModel):
    """Adopted by ``b2b.cart.line``."""

    _name = "b2b.cart.line.form"
    _description = "Form of a line of a cart"

    def _label(self):
        self.ensure_one()
        return self.product_id.default_code or self.product_id.name or self.text

    def _split(self):
        """A second line of the same for another address: half of it, or one more where there is one."""
        self.ensure_one()
        half = float(int(self.quantity / 2))
        self.copy({"quantity": half or self.quantity, "sequence": self.sequence})
        if half:
            self.quantity -= half


def read_quantity(text):
    """A quantity somebody typed, or None when it is none of a cart."""
    typed = reading.quantity(text)
    return typed if typed and typed <= MAX_QUANTITY else None


def _plain(text):
    return str(text).replace("\x00", "")
