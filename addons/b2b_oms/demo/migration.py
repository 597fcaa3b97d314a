"""The old system's last customers and its orders of yesterday: tried, nothing of them taken."""

import base64

CUSTOMERS = """Account number;Name;Tier;Street;ZIP;City;Country code;Email;Status
L-2001;Harbor Point Supply;GOLD;410 Wharf Street;53202;Milwaukee;US;buying@harborpoint.example;active
L-2002;Prairie Machine Works;GOLD;88 Rail Avenue;61603;Peoria;US;parts@prairiemachine.example;active
L-2003;Old Mill Hardware;BRASS;3 Mill Lane;46601;South Bend;US;;active
L-2004;;GOLD;;60607;Chicago;US;;active
"""
ORDERS = """Order number;Account number;SKU;Quantity;Price;Held;Warehouse
88-40117;C10010;HB-M6X20;40;9.86;no;CHI
88-40117;C10010;HB-M6X30;30;9.99;no;ATL
88-40118;C10020;HB-M8X25;500;11.20;no;ATL
88-40119;C10030;HB-M6X20;900;10.40;no;DAL
88-40120;C10050;HB-M6X30;60;10.50;yes;ATL
88-40121;C99999;HB-M6X30;60;10.50;no;ATL
"""


def load(demo):
    """The manager of the demo sees what they would do; the file of customers can be taken."""
    _customers(demo)
    _orders(demo)


def _customers(demo):
    migration = demo.env["b2b.migration"].create(
        {
            "kind": "accounts",
            "filename": "customers-old-system.csv",
            "content": base64.b64encode(CUSTOMERS.encode()),
        }
    )
    migration.action_check()


def _orders(demo):
    """What the background does a chunk a transaction; the demo is one."""
    shadow = demo.env["b2b.shadow"].create(
        {
            "filename": "orders-of-yesterday.csv",
            "content": base64.b64encode(ORDERS.encode()),
        }
    )
    shadow.action_start()
    while shadow.state == "running":
        shadow._try_chunk()
