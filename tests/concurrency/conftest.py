import os

import pytest

from tools import database


@pytest.fixture
def shared_database():
    """A database with our addons that several processes may change for real."""
    name = f"b2b_shared_{os.getpid()}"
    database.clone(os.environ["B2B_TEMPLATE_DB"], name)
    yield name
    database.drop(name)
