{
    "name": "B2B Test Strategy",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "One more routing strategy, as docs/developing.md walks through it",
    "author": "B2B OMS contributors",
    "license": "LGPL-3",
    "depends": ["b2b_oms"],
}
