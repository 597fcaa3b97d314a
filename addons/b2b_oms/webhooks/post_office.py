"""Posts many messages at once, in threads that know no records. No Odoo in here."""

import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import NamedTuple

from . import signature
from .target import BadTarget, Reply

THREADS = 16
# A slow receiver has so many threads at most; others go on beside it.
PER_WEBHOOK = 4
# Looks for new messages so often while a slow receiver is waited for.
PAUSE = 0.1


class Stamp(NamedTuple):
    """A message ready to be sent; ``id`` is the delivery's, ``webhook`` the webhook's."""

    id: int
    webhook: int
    secret: str
    message: str
    body: bytes


class PostOffice:
    """Takes messages, one at a time about each subject, and hands out replies as they come."""

    def __init__(self):
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="b2b.webhook")
        self._waiting = {}  # webhook: deque of (stamp, subject)
        self._at_work = {}  # future: (stamp, subject)
        self._subjects = set()
        self._idle = {}  # webhook: lines nobody uses
        self._open = {}  # webhook: callable that makes a line
        self._running = {}  # webhook: how many threads
        self._looked = 0.0

    def is_hungry(self):
        """Whether it is time to look for more: a queue ran empty, or a while has passed."""
        late = time.monotonic() - self._looked > PAUSE
        if late or not all(self._waiting.get(webhook) for webhook in self._open):
            self._looked = time.monotonic()
            return True
        return False

    def fed(self):
        """Ids of the webhooks that have enough to do."""
        return [webhook for webhook, queue in self._waiting.items() if queue]

    def is_busy(self):
        return bool(self._at_work)

    def subjects(self):
        """{(webhook, subject)} that are waiting here or on their way."""
        return frozenset(self._subjects)

    def take(self, stamp, subject, line):
        """:param line: callable that opens a :class:`Line` to the receiver"""
        self._subjects.add((stamp.webhook, subject))
        self._open.setdefault(stamp.webhook, line)
        self._waiting.setdefault(stamp.webhook, deque()).append((stamp, subject))
        self._start(stamp.webhook)

    def collect(self):
        """[(stamp, reply, milliseconds)] of what is done; waits a moment when nothing is."""
        if not self._at_work:
            return []
        done, _others = wait(self._at_work, PAUSE, FIRST_COMPLETED)
        replies = []
        for future in done:
            stamp, subject = self._at_work.pop(future)
            self._subjects.discard((stamp.webhook, subject))
            self._running[stamp.webhook] -= 1
            replies.append((stamp, *future.result()))
        for webhook in list(self._waiting):
            self._start(webhook)
        return replies

    def stop(self):
        """Begin nothing more: what is not on its way stays in the outbox."""
        self._waiting.clear()

    def close(self):
        """Wait for what is on its way, and hang up."""
        self.stop()
        self._pool.shutdown(wait=True)
        for lines in self._idle.values():
            for line in lines:
                line.close()

    def _start(self, webhook):
        queue = self._waiting.get(webhook)
        while (
            queue and self._running.get(webhook, 0) < PER_WEBHOOK and len(self._at_work) < THREADS
        ):
            stamp, subject = queue.popleft()
            self._running[webhook] = self._running.get(webhook, 0) + 1
            self._at_work[self._pool.submit(self._post, stamp, self._connection(webhook))] = (
                stamp,
                subject,
            )

    def _connection(self, webhook):
        idle = self._idle.setdefault(webhook, [])
        if idle:
            return idle.pop()
        try:
            return self._open[webhook]()
        except BadTarget as error:
            return error

    def _post(self, stamp, line):
        """(reply, milliseconds); runs in a thread."""
        begun = time.monotonic()
        if isinstance(line, BadTarget):
            return Reply(0, str(line)), 0
        marks = signature.headers(stamp.secret, stamp.message, int(time.time()), stamp.body)
        reply = line.post(stamp.body, marks)
        self._idle[stamp.webhook].append(line)
        return reply, int((time.monotonic() - begun) * 1000)
