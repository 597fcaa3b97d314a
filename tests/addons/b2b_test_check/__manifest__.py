{
    "name": "B2B Test Check",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "One more check, as docs/adding-a-check.md walks through it",
    "author": "B2B OMS contributors",
    "license": "LGPL-3",
    "depends": ["b2b_oms"],
    "data": ["data/b2b_check_policy_data.xml"],
}
