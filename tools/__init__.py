"""What `make` calls: sets up Odoo, PostgreSQL and Python, and runs things in them. Standard library only."""
