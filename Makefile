# Two commands to begin with: `make run` and `make test`. What they do is in tools/.
PYTHON ?= python3
export ODOO_HOME PGHOST PGPORT PGUSER PGPASSWORD PORT DB
export B2B_FILE = $(FILE)
export B2B_ACCOUNT = $(ACCOUNT)
export B2B_UNTIL = $(UNTIL)

TARGETS = run reset test test-core lint bench acceptance screenshots shell order edi readme pot setup stop format backup restore release

help:
	@echo "make run      the demo distributor at http://127.0.0.1:8069 (PORT=, DB=)"
	@echo "make test     every test (ARGS=\"-k word\")"
	@echo "make test-core  Odoo's own tests beside our addons (ARGS=\"sale stock\"), about an hour"
	@echo "make lint     everything that can be said without running"
	@echo "make bench    ours beside stock Odoo"
	@echo "make acceptance  the evaluation of a buyer of this software on a live server, with a report (DB=yours: on a copy)"
	@echo "make screenshots  pictures of the demo's pages into docs/images"
	@echo "make shell    Odoo shell on the demo database; a script may come on standard input"
	@echo "make order    FILE=path ACCOUNT=number: one purchase order through the whole path (UNTIL=release|ship|invoice)"
	@echo "make edi      FILE=path: what any document is and says, as JSON; touches no database"
	@echo "make backup   FILE=path DB=name: a database and its files as one zip"
	@echo "make restore  FILE=path DB=new: a new database of it, its promises counted"
	@echo "make release  the addons as zips and wheels, into build/release"
	@echo "make reset    a fresh demo database"
	@echo "make stop     stop the private PostgreSQL"
	@echo "make readme pot format   generated files"

$(TARGETS):
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.10 to 3.13."; exit 1; }
	@$(PYTHON) -m tools $@ $(ARGS)

.PHONY: help $(TARGETS)
