import contextlib
import os
import uuid

from odoo import api, models


class Attachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _file_write(self, bin_value, checksum):
        """Put a file into the file store whole, or not at all.

        Odoo opens the file under its final name and then fills it: a second worker that stores the
        same bytes meanwhile (a document sent twice at once) is told that they "collide with an
        existing file", and after a worker was killed in between, so is everybody ever after.
        """
        name, path = self._get_path(bin_value, checksum)
        if not os.path.exists(path):
            self._mark_for_gc(name)  # should the transaction not be committed
            _write_whole(path, bin_value)
        return super()._file_write(bin_value, checksum)


def _write_whole(path, content):
    draft = f"{path}-{uuid.uuid4().hex}"
    try:
        with open(draft, "xb") as file:
            file.write(content)
        os.replace(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise
