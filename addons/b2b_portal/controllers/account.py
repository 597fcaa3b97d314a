from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request

from odoo.addons.b2b_oms.documents.problems import Undecodable

from ..models.b2b_customer_part import LIMITS
from ..notices import CHOICES, EVENTS
from ..price_file import price_file
from ..reading import whole
from ..roles import ORDER
from .buyer_route import buyer_route
from .forms import back, choice

PARTS_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class AccountPages(Controller):
    """The account itself: addresses, people, notices, own part numbers, price list."""

    @buyer_route("/my/b2b/account", readonly=True)
    def account(self, buyer, told="", **_other):
        people = buyer.account.child_ids.filtered(
            lambda one: one.active and one.type == "contact" and not one.is_company
        )
        values = {
            "people": people,
            "events": EVENTS,
            "choices": CHOICES,
            "chosen": request.env["b2b.notice.choice"]._all_of(buyer.user),
            "part_count": self._parts(buyer, count=True),
            "has_api_keys": self._may_have_keys(),
            "told": told,
        }
        return self._render("account", buyer, **values)

    @buyer_route("/my/b2b/account/notices", methods=["POST"])
    def save_notices(self, buyer, **params):
        chosen = {event: choice(params.get(event), CHOICES, "mail") for event in EVENTS}
        request.env["b2b.notice.choice"]._choose(buyer.user, chosen)
        return back("/my/b2b/account", "saved")

    def _may_have_keys(self):
        """Odoo's own switch: API keys for portal users."""
        settings = request.env["ir.config_parameter"].sudo()
        return settings.get_param("portal.allow_api_keys") not in (False, "", "0", "False")

    # === OWN PART NUMBERS === #

    @buyer_route("/my/b2b/account/parts", readonly=True)
    def parts(self, buyer, search="", page="1", told="", **_other):
        return self._parts_page(buyer, search, page, told)

    @buyer_route("/my/b2b/account/parts", right=ORDER, methods=["POST"])
    def add_part(self, buyer, todo="add", code="", sku="", part="", **_other):
        """Add or take away one."""
        if todo == "remove":
            self._own_part(buyer, whole(part)).unlink()
            return back("/my/b2b/account/parts", "removed")
        try:
            with request.env.cr.savepoint():
                request.env["b2b.customer.part"]._add(buyer, code, sku)
        except UserError as error:
            return self._parts_page(buyer, problem=str(error), sent={"code": code, "sku": sku})
        return back("/my/b2b/account/parts", "added")

    @buyer_route("/my/b2b/account/parts/upload", right=ORDER, methods=["POST"])
    def upload_parts(self, buyer, **_other):
        upload = request.httprequest.files.get("file")
        content = upload.read(LIMITS.max_bytes + 1) if upload else b""
        try:
            with request.env.cr.savepoint():
                count, problems = request.env["b2b.customer.part"]._import(buyer, content)
        except Undecodable as error:
            return self._parts_page(buyer, problem=error.problem.text)
        return self._parts_page(buyer, result=(count, problems))

    def _own_part(self, buyer, part_id):
        domain = [("account_id", "=", buyer.account.id), ("id", "=", part_id)]
        return request.env["b2b.customer.part"].sudo().search(domain)

    def _parts(self, buyer, search="", page=1, count=False):
        domain = [("account_id", "=", buyer.account.id)]
        if search:
            domain += ["|", "|", ("code", "ilike", search),
                       ("product_id.default_code", "ilike", search),
                       ("product_id.name", "ilike", search)]  # fmt: skip
        Part = request.env["b2b.customer.part"].sudo()
        if count:
            return Part.search_count(domain)
        return Part.search(domain, limit=PARTS_A_PAGE, offset=(page - 1) * PARTS_A_PAGE)

    def _parts_page(self, buyer, search="", page="1", told="", **values):
        search, page = search.strip()[:80], max(1, whole(page))
        total = self._parts(buyer, search, count=True)
        pages = max(1, -(-total // PARTS_A_PAGE))
        page = min(page, pages)
        common = {"search": search, "page": page, "pages": pages, "total": total, "told": told}
        parts = self._parts(buyer, search, page)
        empty = {"problem": "", "result": None, "sent": {}}
        return self._render("parts", buyer, parts=parts, **(empty | common | values))

    # === PRICE LIST === #

    @buyer_route("/my/b2b/account/prices.xlsx", readonly=True)
    def prices(self, buyer, **_other):
        """Every product with today's price and its breaks, as the engine answers an order."""
        content = price_file(request.env, buyer)
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition("prices.xlsx")),
                ("Cache-Control", "private, no-store"),
            ],
        )

    def _render(self, template, buyer, **values):
        common = {"buyer": buyer, "page_name": "b2b_account"}
        return request.render(f"b2b_portal.{template}", common | values)
