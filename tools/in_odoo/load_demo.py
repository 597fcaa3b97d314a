"""Runs in the Odoo shell: loads the demo data of our addons, in the order they depend on each other."""

from odoo.modules.loading import load_data
from odoo.modules.module_graph import ModuleGraph

NAMES = ["b2b_oms", "b2b_oms_edi", "b2b_portal"]

graph = ModuleGraph(env.cr)  # noqa: F821 - given by the shell
graph.extend(env["ir.module.module"].search([("state", "=", "installed")]).mapped("name"))  # noqa: F821
for package in graph:
    if package.name in NAMES:
        load_data(env(su=True), {}, "init", kind="demo", package=package)  # noqa: F821
modules = env["ir.module.module"].search([("name", "in", NAMES)])  # noqa: F821
modules.write({"demo": True})
env.cr.commit()  # noqa: F821
