"""Odoo's command line as a file: with several workers, Odoo starts the one for the bus by its path."""

from odoo.cli.command import main

main()
