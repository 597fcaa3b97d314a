import os

import pytest
from smtp_sink import Sink

from tools import database


@pytest.fixture
def shared_database():
    """A database with our addons that several processes may change for real."""
    name = f"b2b_shared_{os.getpid()}"
    database.clone(os.environ["B2B_TEMPLATE_DB"], name)
    yield name
    database.drop(name)


@pytest.fixture
def sink():
    """A mail server that is only ours."""
    server = Sink()
    yield server
    server.shutdown()
    server.server_close()
