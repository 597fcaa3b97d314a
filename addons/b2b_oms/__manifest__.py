{
    "name": "B2B Order Management",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "summary": "One pipeline for distributor orders: accounts, checks, holds, allocation, billing",
    "author": "B2B OMS contributors",
    "license": "LGPL-3",
    "depends": ["sale_management", "sale_stock", "sale_loyalty", "account", "portal", "mail"],
    "data": [],
    "demo": [],
    "application": True,
}
