"""The old system's last customers: a file that was tried, with rows that need a hand."""

import base64

FILE = """Account number;Name;Tier;Street;ZIP;City;Country code;Email;Status
L-2001;Harbor Point Supply;GOLD;410 Wharf Street;53202;Milwaukee;US;buying@harborpoint.example;active
L-2002;Prairie Machine Works;GOLD;88 Rail Avenue;61603;Peoria;US;parts@prairiemachine.example;active
L-2003;Old Mill Hardware;BRASS;3 Mill Lane;46601;South Bend;US;;active
L-2004;;GOLD;;60607;Chicago;US;;active
"""


def load(demo):
    """Tried, not taken: the manager of the demo sees what it would do, and takes it or not."""
    migration = demo.env["b2b.migration"].create(
        {
            "kind": "accounts",
            "filename": "customers-old-system.csv",
            "content": base64.b64encode(FILE.encode()),
        }
    )
    migration.action_check()
