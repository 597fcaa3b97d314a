"""What is wrong with a document: collected one by one, never raised one by one."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One defect of a document, with a stable code and a sentence for a person.

    ``where`` points into the document the way its sender counts ("row 7", "segment 12");
    empty for the document as a whole. ``text`` is a complete sentence.
    """

    code: str
    where: str
    text: str


class Undecodable(Exception):
    """The bytes cannot be read as any order. Carries the problem that says why."""

    def __init__(self, code, text, where=""):
        super().__init__(text)
        self.problem = Problem(code, where, text)


class ForPerson(Undecodable):
    """No rule of ours can read it, but a person may: kept, never refused unseen."""
