"""The change feed with real transactions: what commits late is told late, and told."""

from processes import answer

SCRIPT = """
import json
from odoo.fields import Command
from odoo.addons.b2b_oms.api.answer import Incoming

env.company.b2b_feed = True
tier = env["b2b.account.tier"].create({"name": "Live", "code": "LIVE"})
accounts = env["res.partner"].create([{"name": f"A {n}", "ref": f"L-{n}", "is_company": True,
                                       "b2b_tier_id": tier.id} for n in range(3)])
key = env["b2b.api.key"].create({"name": "Feed", "user_id": env.ref("base.user_admin").id,
    "scope_ids": [Command.set(env["b2b.api.scope"].search([]).ids)]})
token = key._issue()
env.cr.commit()

def read(after):
    with env.registry.cursor() as cr:
        query = (("after", after), ("subjects", "accounts")) if after else ()
        asked = Incoming("GET", "/changes", query, {"authorization": f"Bearer {token}"})
        told = env(cr=cr, user=1)["b2b.api.service"]._serve(asked).body
    return told["cursor"], [change["id"] for change in told["data"]]

def newest(cr):
    cr.execute("SELECT max(id) FROM b2b_change")
    return cr.fetchone()[0]

def change(cr, account):
    env(cr=cr)["res.partner"].browse(account.id).city = "Gary"
    cr.flush()  # as at the commit: the row is written and has its id
    return newest(cr)

cursor, _ids = read("")
seen = []
with env.registry.cursor() as late:
    late_id = change(late, accounts[0])
    with env.registry.cursor() as soon:
        soon_id = change(soon, accounts[1])
    cursor, ids = read(cursor)
    seen.append([accounts.ids.index(id_) for id_ in ids])
    with env.registry.cursor() as undone:
        change(undone, accounts[2])
        undone.rollback()
    late.commit()
cursor, ids = read(cursor)
seen.append([accounts.ids.index(id_) for id_ in ids])
seen.append(read(cursor)[1])
print(json.dumps({"seen": seen, "late_first": late_id < soon_id}))
"""

# Writers commit in any order while a reader follows; at the end it knows what is there.
RACE = """
import json, os, random, time
from odoo import sql_db
from odoo.addons.b2b_oms.api.answer import Incoming
from odoo.fields import Command

env.company.b2b_feed = True
tier = env["b2b.account.tier"].create({"name": "Race", "code": "RACE"})
accounts = env["res.partner"].create([{"name": f"R {n}", "ref": f"R-{n}", "is_company": True,
                                       "b2b_tier_id": tier.id} for n in range(40)])
key = env["b2b.api.key"].create({"name": "Feed", "user_id": env.ref("base.user_admin").id,
    "per_minute": 100000, "scope_ids": [Command.set(env["b2b.api.scope"].search([]).ids)]})
token = key._issue()
env.cr.commit()
name, registry = env.cr.dbname, env.registry
sql_db.close_all()
children = []
for writer in range(4):
    if child := os.fork():
        children.append(child)
        continue
    random.seed(writer)
    for turn in range(15):
        with registry.cursor() as cr:
            account = env(cr=cr)["res.partner"].browse(accounts.ids[writer * 10 + turn % 10])
            account.city = f"{writer}-{turn}"
            cr.flush()
            time.sleep(random.random() / 20)
    os._exit(0)

known, after, left = {}, "", list(children)
while True:
    left = [child for child in left if os.waitpid(child, os.WNOHANG)[0] == 0]
    done = not left
    while True:
        with registry.cursor() as cr:
            query = (("limit", "7"), ("subjects", "accounts")) + ((("after", after),) if after else ())
            asked = Incoming("GET", "/changes", query, {"authorization": f"Bearer {token}"})
            told = env(cr=cr, user=1)["b2b.api.service"]._serve(asked).body
        known |= {change["id"]: change["data"]["city"] for change in told["data"]}
        after = told["cursor"]
        if not told["more"]:
            break
    if done:
        break
with registry.cursor() as cr:
    there = {a.id: a.city for a in env(cr=cr)["res.partner"].browse(accounts.ids)}
print(json.dumps(sum(known.get(id_) != city for id_, city in there.items())), flush=True)
os._exit(0)  # the shell's own connection was closed for the children
"""


def test_a_change_that_commits_after_a_later_one_was_read_is_not_lost(shared_database):
    told = answer(shared_database, SCRIPT)
    assert told["late_first"], "the change that commits late must have the smaller id"
    assert told["seen"] == [[1], [0], []]


def test_a_reader_who_follows_writers_knows_in_the_end_what_is_there(shared_database):
    assert answer(shared_database, RACE) == 0
