from odoo import models
from odoo.modules.db import FunctionStatus
from odoo.tools.sql import create_index


class ProductProduct(models.Model):
    _inherit = "product.product"

    def init(self):
        """Buyers search inside SKUs; Odoo's own index serves only their beginning."""
        result = super().init()
        registry = self.env.registry
        if registry.has_trigram:
            unaccent = registry.has_unaccent == FunctionStatus.INDEXABLE
            code = registry.unaccent("default_code") if unaccent else "default_code"
            create_index(
                self.env.cr,
                "b2b_product_product_code_trigram",
                self._table,
                [f"({code}) gin_trgm_ops"],
                method="gin",
            )
        return result

    def _b2b_picture(self):
        """(record, name of its image field) of the picture buyers see; an empty record: none.

        Ask records with ``bin_size`` in the context where only its being there matters.
        """
        self.ensure_one()
        if self.image_128:
            return self, "image_512"
        return self.categ_id._b2b_pictured(), "b2b_image"
