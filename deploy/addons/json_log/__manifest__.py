{
    "name": "Logs as JSON",
    "summary": "One JSON object a line, for log collectors",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "Order management for distributors",
    "category": "Hidden",
    "depends": ["base"],
    "post_load": "post_load",
    "installable": False,  # loaded with the server (server_wide_modules), never into a database
}
