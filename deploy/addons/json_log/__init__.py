"""Odoo's log as one JSON object a line. Load it with ``server_wide_modules = base,rpc,web,json_log``."""

import json
import logging
import os
import threading
from datetime import UTC, datetime

# What Odoo appends to the line of a request.
PERFORMANCE = ("queries", "query_seconds", "other_seconds")


class JsonFormatter(logging.Formatter):
    """A log record as JSON: line breaks of a message stay within it, so nobody can forge a line."""

    def format(self, record):
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "pid": os.getpid(),
            "database": getattr(threading.current_thread(), "dbname", None),
            "user": getattr(threading.current_thread(), "uid", None),
            "message": record.getMessage(),
            **_performance(getattr(record, "perf_info", "")),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps({key: value for key, value in told.items() if value is not None})


def _performance(info):
    """{name: number} of what Odoo measured of a request; empty for other records."""
    words = str(info).split()[: len(PERFORMANCE)]
    if len(words) < len(PERFORMANCE):
        return {}
    try:
        return dict(zip(PERFORMANCE, map(float, words), strict=True))
    except ValueError:  # "-": not measured
        return {}


def post_load():
    """Give every handler of the root logger this format."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonFormatter())
