{
    "name": "B2B Test Codec",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "summary": "One more kind of order document, as docs/developing.md walks through it",
    "author": "B2B OMS contributors",
    "license": "LGPL-3",
    "depends": ["b2b_oms"],
}
