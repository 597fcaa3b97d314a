{
    "name": "B2B Order Management: Documents",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "summary": "Purchase orders that arrive as files become orders in the one pipeline",
    "author": "B2B OMS contributors",
    "license": "LGPL-3",
    "depends": ["b2b_oms"],
    "data": [
        "security/b2b_oms_edi_groups.xml",
        "security/ir.model.access.csv",
        "security/b2b_oms_edi_rules.xml",
        "data/ir_cron_data.xml",
        "wizards/b2b_edi_correction_views.xml",
        "views/b2b_edi_partner_views.xml",
        "views/b2b_edi_exchange_views.xml",
        "views/b2b_edi_words_views.xml",
        "views/res_company_views.xml",
        "views/sale_order_views.xml",
        "views/sscc_label_templates.xml",
        "views/stock_picking_views.xml",
        "views/b2b_edi_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "b2b_oms_edi/static/src/**/*",
        ],
        "web.assets_tests": [
            "b2b_oms_edi/static/tests/tours/**/*",
        ],
    },
}
