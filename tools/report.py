"""Progress for a person at a terminal, and failures as one sentence with the cure."""

import sys
import time
from contextlib import contextmanager


class Failure(Exception):
    """Something a person must mend. The text says what is wrong and what to do; exit code 1."""


def say(text=""):
    """Print a line now, also when the output is a file."""
    print(text, flush=True)


@contextmanager
def step(text):
    """Name a step that may take a while, and how long it took."""
    print(f"  {text} …", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - started:.0f} s", flush=True)


def fail(failure):
    """Print the sentence and return the exit code."""
    print(f"\n{failure}", file=sys.stderr, flush=True)
    return 1
