{
    "name": "B2B Order Management: Buyer Portal",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "summary": "The buyer's pages: what was ordered, where it is and what holds it",
    "author": "B2B OMS contributors",
    "license": "LGPL-3",
    "depends": ["b2b_oms", "portal", "account_payment"],
    "data": [
        "security/ir.model.access.csv",
        "security/b2b_portal_rules.xml",
        "views/layout_templates.xml",
        "views/home_templates.xml",
        "views/b2b_account_member_views.xml",
        "views/menus.xml",
        "views/sale_portal_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": ["b2b_portal/static/src/**/*"],
    },
}
