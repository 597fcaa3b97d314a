"""A picture for each category of the demo distributor: a few white shapes on the category's colour."""

import io
import math

from PIL import Image, ImageDraw

SIZE = 256
SCALE = 4  # drawn larger, then made smaller: smooth edges


def _ring(x, y, radius, corners, turn=0.0):
    """The corners of a regular polygon, in hundredths of the picture."""
    step = 2 * math.pi / corners
    return [
        (x + radius * math.cos(turn + n * step), y + radius * math.sin(turn + n * step))
        for n in range(corners)
    ]


# Category: (colour, shapes). A shape is (kind, where, colour or None for the category's own).
PICTURES = {
    "Cleaning": ("#2a7f9e", [
        ("poly", [(38, 40), (62, 40), (70, 52), (70, 86), (30, 86), (30, 52)], "white"),
        ("box", (42, 26, 58, 40), "white"), ("box", (30, 16, 58, 26), "white"),
        ("box", (36, 58, 64, 74), None),
    ]),
    "Electrical": ("#b26a00", [
        ("poly", [(56, 12), (28, 56), (47, 56), (40, 88), (72, 42), (52, 42)], "white"),
    ]),
    "Fasteners": ("#4a5a6a", [
        ("poly", _ring(50, 50, 36, 6), "white"), ("oval", (33, 33, 67, 67), None),
        ("oval", (39, 39, 61, 61), "white"),
    ]),
    "Maintenance": ("#6a5a9e", [
        ("poly", _ring(50, 50, 34, 8, math.pi / 8), "white"),
        ("box", (45, 10, 55, 90), "white"), ("box", (10, 45, 90, 55), "white"),
        ("oval", (36, 36, 64, 64), None),
    ]),
    "Packaging": ("#8a6038", [
        ("poly", [(50, 14), (84, 32), (84, 70), (50, 88), (16, 70), (16, 32)], "white"),
        ("line", [(16, 32), (50, 50), (84, 32)], None), ("line", [(50, 50), (50, 88)], None),
        ("line", [(33, 23), (67, 41)], None),
    ]),
    "Plumbing": ("#3a6fa8", [
        ("box", (14, 30, 58, 54), "white"), ("box", (10, 26, 20, 58), "white"),
        ("box", (46, 30, 70, 84), "white"), ("box", (42, 80, 74, 90), "white"),
    ]),
    "Safety": ("#2f7d4f", [
        ("poly", [(50, 10), (82, 22), (80, 54), (50, 90), (20, 54), (18, 22)], "white"),
        ("line", [(34, 48), (46, 60), (68, 36)], None),
    ]),
    "Services": ("#7a4a6a", [
        ("oval", (14, 14, 86, 86), "white"), ("line", [(50, 28), (50, 52), (66, 62)], None),
    ]),
    "Tools": ("#a8443a", [
        ("poly", [(24, 22), (70, 22), (80, 34), (80, 44), (24, 44)], "white"),
        ("box", (42, 44, 56, 90), "white"),
    ]),
    "Warehouse": ("#5a6a2f", [
        ("poly", [(50, 12), (90, 38), (90, 88), (10, 88), (10, 38)], "white"),
        ("box", (26, 48, 74, 88), None), ("box", (32, 66, 48, 82), "white"),
        ("box", (52, 66, 68, 82), "white"),
    ]),
}  # fmt: skip


def draw(name):
    """The picture of a top category as PNG bytes, None where there is none."""
    if name not in PICTURES:
        return None
    colour, shapes = PICTURES[name]
    side = SIZE * SCALE
    image = Image.new("RGB", (side, side), colour)
    pen = ImageDraw.Draw(image)
    unit = side / 100
    for kind, where, fill in shapes:
        _shape(pen, kind, where, fill or colour, unit)
    stream = io.BytesIO()
    image.resize((SIZE, SIZE), Image.Resampling.LANCZOS).quantize(64).save(stream, "PNG")
    return stream.getvalue()


def _shape(pen, kind, where, fill, unit):
    if kind in ("poly", "line"):
        points = [(x * unit, y * unit) for x, y in where]
        if kind == "poly":
            pen.polygon(points, fill=fill)
        else:
            pen.line(points, fill=fill, width=round(5 * unit), joint="curve")
        return
    corners = [edge * unit for edge in where]
    (pen.rectangle if kind == "box" else pen.ellipse)(corners, fill=fill)
