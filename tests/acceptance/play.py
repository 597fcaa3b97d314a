"""Plays the chapters against a live server and writes the report. The job comes as JSON on stdin."""

import json
import platform
import sys
import time
import traceback
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from odoo_server import WORKERS, Server

from tools.camera import Browser

from . import report, story
from .buyer import buyers_day
from .house import House

CHAPTERS = (*story.CHAPTERS, buyers_day, story.faults, story.promises)


class Chapter(NamedTuple):
    """A chapter as it went."""

    title: str
    proofs: list
    seconds: float

    @property
    def holds(self):
        return all(proof.holds for proof in self.proofs)


def play(job):
    """Play every chapter; a chapter that breaks is a chapter that does not hold.

    :return: list of :class:`Chapter`
    """
    log = Path(job["log"])
    log.write_text("")
    with Server(job["database"], log) as server:
        house = House(server, job["ids"])
        own = (story.own_data,) if job["own"] else ()
        return [_chapter(chapter, house) for chapter in (*own, *CHAPTERS)]


def _chapter(chapter, house):
    title = chapter.__doc__.strip()
    print(f"  {title} …", end=" ", flush=True)
    proofs, begun = [], time.monotonic()
    try:
        for proof in chapter(house):
            proofs.append(proof)
    except Exception as error:  # whatever went wrong, the report must say so and the rest be played
        traceback.print_exc()
        proofs.append(story.Proof("this chapter could be played to its end", "yes", repr(error)))
    played = Chapter(title, proofs, time.monotonic() - begun)
    print(f"{'holds' if played.holds else 'DOES NOT HOLD'} ({played.seconds:.0f} s)", flush=True)
    for proof in proofs:
        if not proof.holds:
            print(f"    {proof.claim}: expected {proof.expected!r}, seen {proof.seen!r}")
    return played


def _print(page):
    """The report as PDF beside it."""
    browser = Browser()
    try:
        browser.open(page.as_uri(), "h1")
        browser.print(page.with_suffix(".pdf"))
    finally:
        browser.close()


def main(job):
    begun = datetime.now()
    chapters = play(job)
    where = f"on a copy of {job['own']}, " if job["own"] else ""
    machine = f"{where}{platform.machine()}, {platform.system()}, {WORKERS} Odoo workers"
    page = Path(job["report"])
    page.write_text(report.html(chapters, begun, machine))
    _print(page)
    return 0 if all(chapter.holds for chapter in chapters) else 1


if __name__ == "__main__":
    sys.exit(main(json.load(sys.stdin)))
