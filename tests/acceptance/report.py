"""The report of an evaluation: one page somebody outside the house can read."""

from html import escape

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #212529; max-width: 60rem; margin: 2rem auto;
       padding: 0 1rem; }
h1 { font-size: 1.7rem; margin-bottom: 0; }
h2 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; display: flex; gap: .6rem; align-items: baseline; }
.sub { color: #5c636a; margin-top: .2rem; }
.verdict { padding: .8rem 1rem; border-radius: .4rem; font-weight: 600; margin: 1.2rem 0; }
.good { background: #d1e7dd; color: #0a3622; } .bad { background: #f8d7da; color: #58151c; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: .35rem .5rem; border-bottom: 1px solid #dee2e6;
         vertical-align: top; }
th { color: #5c636a; font-weight: 500; font-size: .85rem; }
td.n { width: 24%; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
td.m { width: 2rem; }
.ok { color: #146c43; } .no { color: #b02a37; font-weight: 700; }
.time { color: #5c636a; font-weight: 400; font-size: .85rem; margin-left: auto; white-space: nowrap; }
@media print { body { margin: 0; } h2 { break-after: avoid; } }
"""


def html(chapters, begun, machine):
    """The page as text.

    :param chapters: list of ``play.Chapter``
    :param begun: ``datetime``
    :param machine: what it ran on, in words
    """
    claims = [proof for chapter in chapters for proof in chapter.proofs]
    kept = sum(proof.holds for proof in claims)
    good = kept == len(claims)
    verdict = (
        f"All {len(claims)} claims held."
        if good
        else f"{len(claims) - kept} of {len(claims)} claims did not hold."
    )
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>Order management: evaluation</title><style>{STYLE}</style></head><body>"
        "<h1>Order management, evaluated</h1>"
        f"<p class='sub'>{begun:%d %B %Y, %H:%M} · {escape(machine)} · "
        f"{sum(chapter.seconds for chapter in chapters):.0f} seconds</p>"
        f"<p class='verdict {'good' if good else 'bad'}'>{verdict}</p>"
        + "".join(_chapter(chapter) for chapter in chapters)
        + "</body></html>\n"
    )


def _chapter(chapter):
    rows = "".join(
        f"<tr><td class='m'>{_mark(proof.holds)}</td><td>{escape(proof.claim)}</td>"
        f"<td class='n'>{_value(proof.expected)}</td><td class='n'>{_value(proof.seen)}</td></tr>"
        for proof in chapter.proofs
    )
    return (
        f"<h2>{_mark(chapter.holds)} {escape(chapter.title)}"
        f"<span class='time'>{chapter.seconds:.1f} s</span></h2>"
        "<table><tr><th></th><th>Claim</th><th>Expected</th><th>Seen</th></tr>"
        f"{rows}</table>"
    )


def _mark(holds):
    return "<span class='ok'>✓</span>" if holds else "<span class='no'>✗</span>"


def _value(value):
    """A value in a reader's words."""
    if isinstance(value, (list, set, tuple)):
        return ", ".join(escape(_plain(one)) for one in value) or "none"
    if isinstance(value, dict):
        return ", ".join(escape(_plain(one)) for one in value.values())
    return escape(_plain(value))


def _plain(value):
    return f"{value:,.2f}".removesuffix(".00") if isinstance(value, float) else str(value)
