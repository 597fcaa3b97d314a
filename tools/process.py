"""Running other programs."""

import subprocess

from .report import Failure


def run(command, what, **options):
    """Run a program quietly; raise :class:`Failure` with the end of its output when it fails.

    :param command: list of words
    :param what: "Fetching Odoo" – begins the sentence of the failure
    :return: standard output as text
    """
    options.setdefault("stdin", subprocess.DEVNULL)
    try:
        done = subprocess.run(
            [str(word) for word in command],
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
    except FileNotFoundError as error:
        raise Failure(f"{what} needs the program “{command[0]}”. Install it first.") from error
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise Failure(f"{what} failed (exit code {done.returncode}):\n{tail}")
    return done.stdout
