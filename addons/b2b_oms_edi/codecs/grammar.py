"""Messages as tables: which segments, in which loops, how often; and the walk of a message along one.

A table is written the way guides print it, a line for each segment, a loop by a colon and
indentation::

    BEG M 1
    N1  O 200:
      N2 O 2

``M`` must be there, ``O`` may; the number is the most that may follow each other, ``*`` without limit.
"""

import copy
import re

ROW = re.compile(
    r"(?P<indent> *)(?P<tag>[A-Z0-9]+) +(?P<need>[MO-]) +(?P<limit>\d+|\*)(?P<loop>:?)"
)
NOTHING = ("",)


class Slot:
    """One place of a table: a segment, or the loop that begins with it."""

    __slots__ = ("tag", "is_needed", "limit", "loop")

    def __init__(self, tag, is_needed, limit, loop=None):
        self.tag = tag
        self.is_needed = is_needed
        self.limit = limit
        self.loop = loop


class Loop:
    """Slots in their order. ``places`` finds them by tag."""

    def __init__(self, name):
        self.name = name
        self.slots = []
        self.places = {}
        self.needed = []
        self.demands = [0]  # how many slots before each place are needed

    def add(self, slot):
        self.places.setdefault(slot.tag, []).append(len(self.slots))
        self.slots.append(slot)
        if slot.is_needed:
            self.needed.append(slot)
        self.demands.append(self.demands[-1] + slot.is_needed)

    def tags(self):
        """Every tag in here and below."""
        below = (slot.loop.tags() for slot in self.slots if slot.loop)
        return set(self.places).union(*below)


def table(text, name=""):
    """The table written in ``text``."""
    root = Loop(name)
    stack = [(-1, root)]
    for row in filter(str.strip, text.splitlines()):
        found = ROW.fullmatch(row.rstrip())
        if not found:
            raise ValueError(f"{name}: “{row}” is not a row of a table")
        depth = len(found["indent"])
        while stack[-1][0] >= depth:
            stack.pop()
        limit = 0 if found["limit"] == "*" else int(found["limit"])
        slot = Slot(found["tag"], found["need"] == "M", limit)
        stack[-1][1].add(slot)
        if found["loop"]:
            slot.loop = Loop(slot.tag)
            slot.loop.add(Slot(slot.tag, True, 1))
            stack.append((depth, slot.loop))
    return root


def narrowed(standard, text):
    """A partner's table: ``standard`` with the rows of ``text`` in force, each named by its path.

    ``PO1/SDQ - 1`` takes a segment away, ``CUR M 1`` demands it, ``PO1 M 200`` bounds it. A row
    that would widen the standard is refused.
    """
    partner = copy.deepcopy(standard)
    for row in filter(str.strip, text.splitlines()):
        path, need, limit = row.split()
        *loops, tag = path.split("/")
        loop = partner
        for name in loops:
            loop = next(slot.loop for slot in loop.slots if slot.loop and slot.tag == name)
        for place in loop.places[tag]:
            _narrow(loop.slots[place], need, 0 if limit == "*" else int(limit), path)
        loop.needed = [slot for slot in loop.slots if slot.is_needed]
        if need == "-":
            del loop.places[tag]
    return partner


def _narrow(slot, need, limit, path):
    if slot.is_needed and need != "M":
        raise ValueError(f"{path}: the standard demands it")
    if slot.limit and (not limit or limit > slot.limit):
        raise ValueError(f"{path}: the standard allows {slot.limit}")
    slot.is_needed = need == "M"
    slot.limit = limit


class Node:
    """One turn of a loop with what it holds. ``position`` counts segments of the message from 1.

    ``head`` is the segment the turn begins with; ``rest`` and ``loops`` are None while empty, as
    most turns hold nothing else.
    """

    __slots__ = ("loop", "position", "head", "rest", "loops", "cursor", "count")

    def __init__(self, loop, position, head):
        self.loop = loop
        self.position = position
        self.head = head
        self.rest = None
        self.loops = None
        self.cursor = 0
        self.count = 0

    def first(self, tag):
        """The first such segment of this turn, or one without elements."""
        if tag == self.loop.name:
            return self.head
        found = self.rest and self.rest.get(tag)
        return found[0] if found else NOTHING

    def every(self, tag):
        """All such segments of this turn, the one it begins with left out."""
        return self.rest.get(tag, ()) if self.rest else ()

    def turns(self, name):
        """The turns of a loop inside."""
        return self.loops.get(name, ()) if self.loops else ()

    def holds(self, slot):
        """Whether anything stands in this place."""
        if slot.loop:
            return bool(self.loops) and slot.tag in self.loops
        return slot.tag == self.loop.name or bool(self.rest) and slot.tag in self.rest

    def keep(self, segment):
        """Put a segment into this turn."""
        if self.rest is None:
            self.rest = {}
        self.rest.setdefault(segment[0], []).append(segment)

    def open(self, slot, segment, position):
        """Begin a turn of a loop inside and return it."""
        turn = Node(slot.loop, position, segment)
        if self.loops is None:
            self.loops = {}
        turns = self.loops.get(slot.tag)
        if turns is None:
            self.loops[slot.tag] = [turn]
        else:
            turns.append(turn)
        return turn


class Walk:
    """Places the segments of one message in its table; what does not fit is told and kept.

    ``complain(reason, segment, position, loop)`` is called with ``unexpected_segment``,
    ``wrong_sequence``, ``too_many_segments``, ``too_many_loops`` or ``missing_segment``.
    """

    def __init__(self, root, complain):
        self._root = root
        self._known = root.tags()
        self._complain = complain

    def run(self, segments):
        """The tree of ``segments``, each a sequence that begins with its tag."""
        self._stack = [Node(self._root, 1, NOTHING)]
        tree = self._stack[0]
        position = 0
        for segment in segments:
            position += 1
            self._place(segment, position)
        while self._stack:
            self._leave(self._stack.pop(), position)
        return tree

    def _place(self, segment, position):
        tag = segment[0]
        stack = self._stack
        for level in range(len(stack) - 1, -1, -1):
            node = stack[level]
            demands = node.loop.demands
            for place in node.loop.places.get(tag, ()):
                if place < node.cursor or (place == 0 and level):
                    continue
                # What is needed on the way there has to come first: perhaps the segment is only late.
                if place == node.cursor or demands[place] == demands[node.cursor + 1]:
                    self._enter(level, place, segment, position)
                    return
        self._place_late(segment, position)

    def _place_late(self, segment, position):
        """Nothing after the last segment takes this one: perhaps something before it would."""
        tag = segment[0]
        for level in range(len(self._stack) - 1, -1, -1):
            node = self._stack[level]
            places = [place for place in node.loop.places.get(tag, ()) if place or not level]
            if places and places[0] < node.cursor:
                self._complain("wrong_sequence", segment, position, node.loop.name)
                cursor = node.cursor
                self._enter(level, places[0], segment, position)
                node.cursor = max(cursor, node.cursor)
                return
            if places:
                self._enter(level, places[-1], segment, position)
                return
        reason = "misplaced_segment" if tag in self._known else "unexpected_segment"
        self._complain(reason, segment, position, self._stack[-1].loop.name)
        self._stack[-1].keep(segment)

    def _enter(self, level, place, segment, position):
        stack = self._stack
        while len(stack) > level + 1:
            self._leave(stack.pop(), position)
        node = stack[level]
        slot = node.loop.slots[place]
        node.count = node.count + 1 if node.cursor == place else 1
        node.cursor = place
        if slot.limit and node.count > slot.limit:
            reason = "too_many_loops" if slot.loop else "too_many_segments"
            self._complain(reason, segment, position, node.loop.name)
        if slot.loop:
            stack.append(node.open(slot, segment, position))
        else:
            node.keep(segment)

    def _leave(self, node, position):
        for slot in node.loop.needed:
            if not node.holds(slot):
                self._complain("missing_segment", (slot.tag,), position, node.loop.name)
