from odoo import api, models


class Fed(models.AbstractModel):
    """Records whose changes are told in the change feed, whoever makes them.

    Hooked where Odoo writes to the database, so that computed fields count as well.
    """

    _name = "b2b.fed"
    _description = "Told in the change feed"

    def _b2b_fed(self):
        """Override this: {subject of the feed: ids of its records} these records are told in."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._b2b_mark()
        return records

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        self._b2b_mark()
        return result

    def unlink(self):
        self._b2b_mark(leaving=True)
        return super().unlink()

    def _b2b_mark(self, leaving=False):
        changes = self.env["b2b.change"]
        if changes._is_fed():
            for subject, ids in self.sudo()._b2b_fed().items():
                changes._mark(subject, ids, leaving)
