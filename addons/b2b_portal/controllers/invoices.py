import io
import zipfile

from odoo.fields import Domain
from odoo.http import Controller, request

from odoo.addons.b2b_oms.collections.company_day import company_day

from ..invoices.standing import PAID
from ..photo import MAX_BYTES, PhotoError, draw, sent
from ..reading import day
from ..refusal import Refusal
from ..roles import PAY
from .buyer_route import buyer_route
from .document_list import Filter, ListSpec, Sort, document_list
from .own import download, ids_of, own
from .shop_page import render

# Each invoice without a stored PDF is printed when it is asked for, which takes a second.
MOST_IN_ZIP = 50
LARGEST_ZIP = 50 * 1024 * 1024


class Invoices(Controller):
    """What is owed and what was paid."""

    @buyer_route("/my/b2b/invoices", "/my/b2b/invoices/page/<int:page>", readonly=True)
    def invoices(self, buyer, page=1, filterby=None, sortby=None, q=None, **_others):
        values = document_list(self._spec(buyer), page, filterby, sortby, q)
        values |= {
            "sums": request.env["account.move"]._portal_sums(buyer),
            "may_pay": buyer.may(PAY),
            "most_in_zip": MOST_IN_ZIP,
        }
        return render("invoices", buyer, "b2b_invoices", **values)

    def _spec(self, buyer):
        env, Move = request.env, request.env["account.move"].sudo()
        is_open = Move._portal_open_domain()
        overdue = Move._portal_overdue_domain(buyer.company)
        disputed = is_open & Domain("b2b_dispute_ids", "any", [("state", "=", "open")])
        paid = Domain("move_type", "=", "out_invoice") & Domain("payment_state", "in", PAID)
        return ListSpec(
            url="/my/b2b/invoices",
            model="account.move",
            domain=Move._portal_domain(buyer),
            searched=("name", "ref", "invoice_origin", "payment_reference"),
            filters={
                "open": Filter(env._("Open"), is_open),
                "overdue": Filter(env._("Overdue"), overdue),
                "disputed": Filter(env._("Disputed"), disputed),
                "paid": Filter(env._("Paid"), paid),
                "credit": Filter(env._("Credit notes"), Domain("move_type", "=", "out_refund")),
                "all": Filter(env._("All"), Domain.TRUE),
            },
            sorts={
                "newest": Sort(env._("Newest first"), "invoice_date desc, id desc"),
                "due": Sort(env._("Due first"), "invoice_date_due, id"),
                "amount": Sort(env._("Highest open"), "amount_residual desc, id desc"),
                "number": Sort(env._("Number"), "name, id"),
            },
        )

    @buyer_route("/my/b2b/invoices/<int:invoice_id>", readonly=True)
    def invoice(self, buyer, invoice_id, told=None, **_others):
        return invoice_page(buyer, own("account.move", buyer, invoice_id), told)

    # === DOCUMENTS === #

    @buyer_route("/my/b2b/invoices/<int:invoice_id>/pdf")
    def invoice_pdf(self, buyer, invoice_id, **_others):
        name, content = _document(own("account.move", buyer, invoice_id))
        return download(content, name)

    @buyer_route("/my/b2b/invoices/zip")
    def invoices_zip(self, buyer, ids="", **_others):
        """:param ids: ids of invoices with hyphens between, at most 50"""
        invoices = own("account.move", buyer, *ids_of(ids, MOST_IN_ZIP))
        buffer, size = io.BytesIO(), 0
        with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            for invoice in invoices:
                name, content = _document(invoice)
                size += len(content)
                if size > LARGEST_ZIP:
                    return request.make_response("", status=413)
                archive.writestr(name, content)
        name = f"{request.env._('invoices')}-{company_day(buyer.company)}.zip"
        return download(buffer.getvalue(), name, "application/zip")

    # === DISPUTE AND PROMISE === #

    @buyer_route(
        "/my/b2b/invoices/<int:invoice_id>/dispute",
        right=PAY,
        methods=["POST"],
        max_content_length=MAX_BYTES + 1024 * 1024,  # the photo and what is written beside it
    )
    def dispute(self, buyer, invoice_id, line="", reason="", words="", picture=None, **_others):
        invoice = own("account.move", buyer, invoice_id)
        return self._tried(
            buyer,
            invoice,
            lambda: invoice._portal_dispute(
                buyer, reason, words, _line(invoice, line), _photo(picture)
            ),
            "disputed",
        )

    @buyer_route("/my/b2b/invoices/<int:invoice_id>/promise", right=PAY, methods=["POST"])
    def promise(self, buyer, invoice_id, date="", **_others):
        invoice = own("account.move", buyer, invoice_id)
        return self._tried(
            buyer, invoice, lambda: invoice._portal_promise(buyer, day(date)), "promised"
        )

    def _tried(self, buyer, invoice, deed, told):
        try:
            with request.env.cr.savepoint():
                deed()
        except Refusal as error:
            return invoice_page(buyer, invoice, error=str(error))
        return request.redirect(f"/my/b2b/invoices/{invoice.id}?told={told}")


def invoice_page(buyer, invoice, told=None, error=None):
    """The page of one invoice, after something was done to it as well.

    :param error: a sentence; the page then answers 422
    """
    lines = invoice.invoice_line_ids.filtered(lambda line: line.display_type != "payment_term")
    page = render(
        "invoice",
        buyer,
        "b2b_invoices",
        invoice=invoice,
        status=invoice._portal_status(),
        lines=lines,
        disputes=invoice.b2b_dispute_ids.sorted("id", reverse=True),
        promises=invoice.b2b_promise_ids.filtered(lambda one: one.state == "open"),
        reasons=invoice._portal_dispute_reasons(),
        today=company_day(buyer.company),
        may_pay=buyer.may(PAY),
        told=told,
        error=error,
    )
    page.status_code = 422 if error else 200
    return page


def _document(invoice):
    """(name, bytes): the PDF that was sent; one drawn anew where none was sent yet."""
    legal = invoice._get_invoice_legal_documents("pdf")
    if legal:
        return legal["filename"], legal["content"]
    report = request.env["ir.actions.report"].sudo()
    content, kind = report._pre_render_qweb_pdf("account.account_invoices", invoice.ids)
    pages = report._get_splitted_report("account.account_invoices", content, kind)
    return invoice._get_invoice_report_filename(), pages[invoice.id]


def _line(invoice, text):
    """The line of the invoice a form names; none for the whole of it.

    :raises NotFound: another invoice's
    """
    if not text:
        return None
    line = invoice.invoice_line_ids.filtered(lambda one: str(one.id) == text)
    if not line or line.display_type != "product":
        raise request.not_found()
    return line


def _photo(upload):
    """The picture of a form; None without one.

    :raises Refusal: no picture, or too big
    """
    if not upload or not getattr(upload, "filename", ""):
        return None
    try:
        return draw(sent(upload))
    except PhotoError as error:
        raise Refusal(error.told(request.env)) from error
