from . import plugin
from . import scoped
from . import internal_fields
from . import signed_question
from . import documents
from . import flow
from . import checks
from . import intake
from . import audit
from . import pricing
from . import credit
from . import routing
from . import allocation
from . import collections
from . import billing
from . import api
from . import webhooks
from . import connect
from . import performance
from . import whatif
from . import migration
from . import tower
from . import readiness
from . import models
from . import feed
from . import wizards
from . import controllers
from . import demo
from .performance.dashboard import put_dashboard


def post_init_hook(env):
    put_dashboard(env)
