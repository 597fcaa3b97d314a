"""``PriceCatalogue`` to PRICAT."""

from . import encode_common as common
from .writer import Profile, write

ACTIONS = {"add": "1", "delete": "2", "change": "3", "none": "4"}


def encode(catalogue, envelope, profile=None):
    """Bytes of the PRICAT.

    :raises Unwritable: something in the catalogue has no place in EDIFACT
    """
    profile = profile or Profile()
    return write("PRICAT", [_body(catalogue, profile)], envelope, profile)


def _body(catalogue, profile):
    number = common.Numbers(profile.separators)
    yield ["BGM", "9", catalogue.number, "9" if catalogue.is_complete else "4"]
    yield from common.dtm("137", catalogue.catalogue_date)
    yield from common.dtm("194", catalogue.valid_from)
    yield from common.dtm("206", catalogue.valid_to)
    yield from common.parties(catalogue.parties)
    yield ["CUX", ("2", catalogue.currency, "8")]
    yield ["PGI", "2"]
    for position, line in enumerate(catalogue.lines, 1):
        yield from _line(line, position, number)
    yield ["CNT", ("2", str(len(catalogue.lines)))]


def _line(line, position, number):
    yield from common.item(str(position), ACTIONS[line.action], line.item)
    yield from common.description(line.item)
    yield from common.qty("59", line.pack_size, line.unit, number)
    yield from common.qty("53", line.min_order_quantity, line.unit, number)
    yield from common.dtm("194", line.valid_from)
    yield from common.dtm("206", line.valid_to)
    yield from common.price("AAB", line.list_price, 1, line.unit, number)
    for step in line.prices:
        yield from common.price("AAA", step.price, step.basis, line.unit, number)
        if step.min_quantity:
            yield ["RNG", "4", (line.unit, number(step.min_quantity))]
