{
    "name": "B2B Order Management: Documents",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "summary": "Purchase orders that arrive as files become orders in the one pipeline",
    "author": "B2B OMS contributors",
    "license": "LGPL-3",
    "depends": ["b2b_oms"],
    "assets": {
        "web.assets_backend": [
            "b2b_oms_edi/static/src/**/*",
        ],
        "web.assets_tests": [
            "b2b_oms_edi/static/tests/tours/**/*",
        ],
    },
}
