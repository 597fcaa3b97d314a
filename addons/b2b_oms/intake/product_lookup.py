from typing import Any, NamedTuple

from odoo import api, models

GTIN_DIGITS = 14
MIN_DIGITS = 10


class ProductMatch(NamedTuple):
    """The product an order line means (empty: none, then ``reason`` says why).

    ``confidence`` is 1 where a number named it; less where it was told from words.
    """

    product: Any
    reason: str = ""
    confidence: float = 1.0


class ProductLookup(models.AbstractModel):
    """Items of a document to products: by SKU, by the account's own part number, by barcode.

    What a buyer chose on a page of ours comes with the product's own number.

    Never by name: a wrong guess ships the wrong goods.
    """

    _name = "b2b.product.lookup"
    _description = "Product look-up"

    @api.model
    def _match(self, lines, account, company):
        """One match per order line, in their order, with a constant number of queries.

        :param lines: ``OrderLine`` tuples
        :param account: ``res.partner`` whose part numbers count
        """
        tables = (
            ("product_id", _key, self._by_id({line.product_id for line in lines}, company)),
            ("sku", _key, self._by_sku({line.sku for line in lines}, company)),
            ("customer_code", _key, self._by_part({line.customer_code for line in lines}, account)),
            ("barcode", _gtin, self._by_barcode({line.barcode for line in lines}, company)),
            # Buyers put their own number into the SKU column, and barcodes too.
            ("sku", _key, self._by_part({line.sku for line in lines}, account)),
            ("sku", _gtin, self._by_barcode({line.sku for line in lines}, company)),
        )
        return [self._first(line, tables) for line in lines]

    def _first(self, line, tables):
        archived = False
        for attribute, key, table in tables:
            products = table.get(key(getattr(line, attribute)))
            active = products and products.filtered("active")
            if active and len(active) > 1:
                return ProductMatch(
                    active.browse(),
                    self.env._("“%(item)s” fits several products.", item=line.item_text[:80]),
                )
            if active:
                return ProductMatch(active)
            archived = archived or bool(products)
        reason = (
            self.env._("“%(item)s” is no longer sold.", item=line.item_text[:80])
            if archived
            else self.env._("“%(item)s” is unknown.", item=line.item_text[:80])
        )
        return ProductMatch(self.env["product.product"], reason)

    def _by_sku(self, codes, company):
        """{code: products}; letters of either case are the same code."""
        spellings = {spelling for code in codes if code for spelling in _spellings(code)}
        products = self._having("default_code", spellings, company)
        return products.grouped(lambda product: _key(product.default_code))

    def _by_barcode(self, codes, company):
        """{barcode: products}; UPC-12, EAN-13 and GTIN-14 of one article are the same."""
        spellings = {spelling for code in codes if code for spelling in _barcode_spellings(code)}
        products = self._having("barcode", spellings, company)
        return products.grouped(lambda product: _gtin(product.barcode))

    def _having(self, field, values, company):
        """Products the company may sell with one of these values, archived ones too."""
        products = self.env["product.product"].with_context(active_test=False)
        if not values:
            return products
        return products.search(
            [(field, "in", list(values)), ("company_id", "in", (False, company.id))]
        )

    def _by_id(self, numbers, company):
        """{our number: product}: somebody chose it on a page of ours."""
        numbers = [number for number in numbers if number]
        if not numbers:
            return {}
        products = (
            self.env["product.product"]
            .with_context(active_test=False)
            .search([("id", "in", numbers), ("company_id", "in", (False, company.id))])
        )
        return {_key(product.id): product for product in products}

    def _by_part(self, codes, account):
        spellings = {spelling for code in codes if code for spelling in _spellings(code)}
        if not spellings:
            return {}
        parts = self.env["b2b.customer.part"].search(
            [("account_id", "=", account.id), ("code", "in", list(spellings))]
        )
        return {
            code: same.product_id for code, same in parts.grouped(lambda p: _key(p.code)).items()
        }


def _key(code):
    return str(code or "").strip().lower()


def _spellings(code):
    return {code, code.strip(), code.strip().upper(), code.strip().lower()}


def _gtin(code):
    """A barcode in the form in which all lengths of one article number are equal: 14 digits.

    Spreadsheets take leading zeros away; below ten digits what is left tells too little.
    """
    code = _key(code)
    is_number = code.isascii() and code.isdigit() and MIN_DIGITS <= len(code) <= GTIN_DIGITS
    return code.zfill(GTIN_DIGITS) if is_number else code


def _barcode_spellings(code):
    """How this barcode may stand on a product."""
    number = _gtin(code)
    bare = number.lstrip("0")
    if len(number) != GTIN_DIGITS or not number.isdigit():
        return _spellings(code)
    return {
        *_spellings(code),
        *(bare.zfill(length) for length in range(MIN_DIGITS, GTIN_DIGITS + 1)),
    }
