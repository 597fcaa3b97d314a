"""The old system's last customers, open orders and orders of yesterday: tried, nothing of them taken."""

import base64

CUSTOMERS = """Account number;Name;Tier;Street;ZIP;City;Country code;Email;Status
L-2001;Harbor Point Supply;GOLD;410 Wharf Street;53202;Milwaukee;US;buying@harborpoint.example;active
L-2002;Prairie Machine Works;GOLD;88 Rail Avenue;61603;Peoria;US;parts@prairiemachine.example;active
L-2003;Old Mill Hardware;BRASS;3 Mill Lane;46601;South Bend;US;;active
L-2004;;GOLD;;60607;Chicago;US;;active
"""
OPEN = """Order number;Account number;PO number;SKU;Ordered;Delivered;Invoiced;Price
88-39870;C10010;PO-7712;HB-M6X20;200;120;120;9.86
88-39870;C10010;PO-7712;HB-M6X30;60;0;20;9.99
88-39944;C10020;PO-3391;HB-M8X25;500;0;0;11.20
88-39951;C10030;PO-1108;HB-M6X20;90;40;0;10.40
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
    """The manager of the demo sees what they would do; the files can be taken."""
    _try(demo, "accounts", "customers-old-system.csv", CUSTOMERS)
    _try(demo, "open_orders", "open-orders-old-system.csv", OPEN)
    _orders(demo)


def _try(demo, kind, filename, rows):
    migration = demo.env["b2b.migration"].create(
        {"kind": kind, "filename": filename, "content": base64.b64encode(rows.encode())}
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
