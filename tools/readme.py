"""README.md and the app page of each addon, from the fragments in its folder ``readme``."""

import ast
import html
import re

from .paths import ADDONS, OURS, ROOT

SECTIONS = (
    ("DESCRIPTION", ""),
    ("INSTALL", "Installation"),
    ("CONFIGURE", "Configuration"),
    ("USAGE", "Usage"),
    ("DEVELOP", "Development"),
    ("ROADMAP", "Known limits"),
    ("HISTORY", "Changes"),
)


def write():
    """Write the generated files. Returns 0."""
    for path, text in _generated():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return 0


def check():
    """Names of generated files that are not what their fragments say."""
    return [
        f"{path.relative_to(ROOT)} is stale; run make readme"
        for path, text in _generated()
        if not path.is_file() or path.read_text() != text
    ]


def _generated():
    for addon in OURS:
        folder = ADDONS / addon
        markdown = _compose(addon, folder)
        yield folder / "README.md", markdown
        yield folder / "static" / "description" / "index.html", _html(markdown)


def _compose(addon, folder):
    manifest = ast.literal_eval((folder / "__manifest__.py").read_text())
    parts = [
        f"<!-- Made from {addon}/readme by `make readme`: change the fragments. -->",
        f"# {manifest['name']}",
    ]
    for name, title in SECTIONS:
        fragment = folder / "readme" / f"{name}.md"
        if fragment.is_file():
            parts += [f"## {title}"] if title else []
            parts.append(fragment.read_text().strip())
    parts += ["## Licence", "LGPL-3"]
    return "\n\n".join(parts) + "\n"


def _html(markdown):
    """The little Markdown our fragments use (headings, lists, code, paragraphs) as HTML."""
    blocks = [_block(block) for block in markdown.strip().split("\n\n")]
    body = "\n".join(block for block in blocks if block)
    return f'<section class="container">\n{body}\n</section>\n'


def _block(block):
    if block.startswith("<!--"):
        return ""
    heading = re.match(r"(#+) (.*)", block)
    if heading:
        level = len(heading.group(1))
        return f"<h{level}>{_inline(heading.group(2))}</h{level}>"
    if block.startswith("```"):
        return f"<pre>{html.escape(block.strip('`').strip())}</pre>"
    lines = block.splitlines()
    if lines[0].startswith(("- ", "* ", "1. ")):
        tag = "ol" if lines[0].startswith("1.") else "ul"
        items = re.split(r"\n(?=(?:[-*]|\d+\.) )", block)
        texts = (re.sub(r"^(?:[-*]|\d+\.) ", "", item) for item in items)
        return f"<{tag}>" + "".join(f"<li>{_inline(text)}</li>" for text in texts) + f"</{tag}>"
    return f"<p>{_inline(block)}</p>"


def _inline(text):
    text = html.escape(" ".join(text.split()), quote=False)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\[([^]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>', text)
