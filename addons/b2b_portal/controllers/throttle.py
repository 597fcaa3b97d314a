"""How often a login may search, and guess at documents, in a minute.

Wrong passwords are counted by Odoo itself: by address, after ten (``base.login_cooldown_after``).
"""

from werkzeug.exceptions import NotFound, abort

from odoo.http import request

SEARCH, MISS = "search", "miss"
# A person types no faster; a page that was deleted meanwhile is met now and then.
PER_MINUTE = {SEARCH: 240, MISS: 30}


def check(buyer, searches, kind):
    """Let a request pass, or answer it with 429.

    :param searches: it is a search, and counts as one
    :param kind: ``http`` or ``jsonrpc``
    :raises HTTPException: with the answer
    """
    counts = request.env["b2b.use.count"]
    misses = counts._so_far(buyer.user, MISS)
    if misses.used >= PER_MINUTE[MISS]:
        _refuse(buyer, kind, misses.wait)
    if searches:
        use = counts._add(buyer.user, SEARCH)
        if use.used > PER_MINUTE[SEARCH]:
            _refuse(buyer, kind, use.wait)


def answered(buyer, method):
    """What a method of a route answers; that it found nothing is counted.

    :param method: without parameters
    """
    try:
        answer = method()
    except NotFound:
        _count_miss(buyer)
        raise
    if NotFound.code in (getattr(answer, "status_code", 0), getattr(answer, "code", 0)):
        _count_miss(buyer)
    return answer


def _count_miss(buyer):
    request.env.cr.rollback()  # a request that found nothing changes nothing, it only counts
    request.env["b2b.use.count"]._add(buyer.user, MISS)


def _refuse(buyer, kind, wait):
    """:raises HTTPException: 429, a page for people and JSON for scripts"""
    if kind == "http":
        page = request.render("b2b_portal.too_many", {"buyer": buyer, "wait": wait})
        page.flatten()
    else:
        said = request.env._("Too many requests. Try again in %(wait)s seconds.", wait=wait)
        error = {"code": 429, "message": said, "data": {"name": "too_many", "message": said}}
        page = request.make_json_response(
            {"jsonrpc": "2.0", "id": request.dispatcher.request_id, "error": error}
        )
    page.status_code = 429
    page.headers["Retry-After"] = str(wait)
    abort(page)
