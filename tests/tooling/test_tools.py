"""The commands a newcomer types: what they say when something is missing, and what they keep."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import database, debian, interpreter, odoo, paths, postgres, readme, serve
from tools import test as test_tool
from tools.paths import ADDONS, OURS, ROOT
from tools.report import Failure


def make(target, *words, stdin="", **variables):
    """Run a make target as a person would; (exit code, standard output, standard error)."""
    done = subprocess.run(
        ["make", "--silent", target, f"PYTHON={sys.executable}", *words],
        cwd=ROOT,
        env=dict(os.environ, **variables),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def template_copy():
    """A database with our addons, made as the demo database would be."""
    name = "b2b_tooling"
    database.clone(os.environ["B2B_TEMPLATE_DB"], name)
    database.remember(name)
    yield name
    database.drop(name)


# === SENTENCES WITH THE CURE === #


def test_taken_port_is_named_with_another_to_try():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, _out, error = make("run", PORT=str(port))
    assert code != 0
    assert f"Port {port} is taken" in error
    assert f"PORT={port + 1}" in error


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_port_that_is_none_is_refused(port):
    with pytest.raises(Failure, match="is no port"):
        serve.check_port(port)


def test_unsupported_python_is_told_which_ones_serve(monkeypatch):
    monkeypatch.setattr(interpreter, "SUPPORTED", ((3, 90), (3, 91)))
    monkeypatch.setattr(interpreter, "_candidates", lambda: [sys.executable])
    with pytest.raises(Failure, match=r"Python 3\.90 to 3\.91 is needed, this is 3\.\d+"):
        interpreter.find()


def test_unwritable_cache_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    code, _out, error = make("run", XDG_CACHE_HOME=str(tmp_path / "file"), PORT="8977")
    assert code != 0
    assert "Cannot write to" in error
    assert "XDG_CACHE_HOME" in error


def test_full_disk_is_said_before_anything_is_begun():
    with pytest.raises(Failure, match="GB are free"):
        paths.check_disk(needed=10**18)


@pytest.mark.parametrize(
    ("release", "sentence"),
    [(None, "no odoo/release.py"), ("version_info = (18, 0, 0)", "is Odoo 18.0")],
)
def test_wrong_odoo_home_is_explained(tmp_path, monkeypatch, release, sentence):
    if release:
        (tmp_path / "odoo").mkdir()
        (tmp_path / "odoo" / "release.py").write_text(release)
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(Failure, match=sentence):
        odoo.find()


def test_own_odoo_is_taken_from_a_checkout(tmp_path, monkeypatch):
    for folder in ("odoo/addons", "addons"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "odoo" / "release.py").write_text("version_info = (19, 0, 0, 'final', 0, '')")
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    found = odoo.find()
    assert found.python_path == tmp_path
    assert found.addons == (tmp_path / "addons", tmp_path / "odoo" / "addons")


def test_database_server_that_does_not_answer_is_explained(monkeypatch):
    monkeypatch.setenv("PGHOST", "/nowhere")
    with pytest.raises(Failure, match="PGHOST=/nowhere does not answer"):
        postgres.environment()


def test_machine_without_apt_is_told_of_odoo_home(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure, match="no apt.*ODOO_HOME"):
        debian.download(["odoo-19"], tmp_path)


@pytest.mark.parametrize("name", ["Demo", "a-b", "x; DROP DATABASE y", "", "1st"])
def test_database_name_that_would_need_quoting_is_refused(name):
    with pytest.raises(Failure, match="no good name"):
        database.check_name(name)


def test_unknown_target_lists_the_known_ones():
    done = subprocess.run(
        [sys.executable, "-m", "tools", "dance"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "run, reset" in done.stderr


# === SHELL AND ORDER === #


def test_script_in_the_shell_prints_and_keeps_its_exit_code(template_copy):
    code, out, _error = make("shell", stdin="print(env.cr.dbname)\n", DB=template_copy)
    assert (code, out.strip()) == (0, template_copy)
    code, _out, error = make("shell", stdin="raise ValueError('broken')\n", DB=template_copy)
    assert code != 0
    assert "ValueError: broken" in error


ACCOUNT = """
tier = env["b2b.account.tier"].create({"name": "Gold"})
env["res.partner"].create({"name": "Northside", "ref": "N-1", "b2b_tier_id": tier.id})
product = env["product.product"].create(
    {"name": "Bolt", "default_code": "BOLT", "list_price": 10, "is_storable": True})
location = env["stock.warehouse"].search([], limit=1).lot_stock_id
env["stock.quant"]._update_available_quantity(product, location, 30)
env.cr.commit()
"""


def test_order_file_takes_the_whole_path(template_copy, tmp_path):
    make("shell", stdin=ACCOUNT, DB=template_copy)
    file = tmp_path / "po.csv"
    file.write_text("PO,SKU,Qty\nPO-1,BOLT,20\n")

    def order(**variables):
        return make("order", DB=template_copy, **variables)

    code, out, _error = order(FILE=str(file), ACCOUNT="N-1")
    assert code == 0
    for word in ("Order.", "released", "shipped", "invoice"):
        assert word in out
    code, out, _error = order(FILE=str(file), ACCOUNT="N-1")
    assert "Duplicate." in out
    file.write_text("PO,SKU,Qty\nPO-2,BOLT,15\n")
    code, out, _error = order(FILE=str(file), ACCOUNT="N-1")
    assert "waiting   5 Units" in out
    file.write_text("PO,SKU,Qty\nPO-2,BOLT,1\n")
    code, out, _error = order(FILE=str(file), ACCOUNT="N-1")
    assert code == 0
    assert "held      PO PO-2 of this account is already order" in out
    file.write_text("SKU,Colour\nBOLT,red\n")
    code, out, _error = order(FILE=str(file), ACCOUNT="N-1")
    assert code != 0
    assert "Refused." in out
    audit = "assert env['b2b.audit'].violations() == []\n"
    assert make("shell", stdin=audit, DB=template_copy)[0] == 0


def test_order_without_file_or_with_unknown_account_is_explained(template_copy, tmp_path):
    assert "make order FILE=" in make("order", DB=template_copy)[2]
    file = tmp_path / "po.csv"
    file.write_text("PO,SKU,Qty\nPO-1,BOLT,20\n")
    code, out, _error = make("order", DB=template_copy, FILE=str(file), ACCOUNT="NOBODY")
    assert code != 0
    assert "no account NOBODY" in out


# === WHAT IS COMMITTED === #


def test_log_lines_of_our_addons_are_found_whatever_the_database_is_called():
    text = "\n".join(
        [
            "2026-01-01 10:00:00,000 1 WARNING b2b_test odoo.modules: harmless",
            "2026-01-01 10:00:00,000 1 INFO b2b_test odoo.addons.b2b_oms: fine",
            "2026-01-01 10:00:00,000 1 WARNING b2b_test odoo.addons.b2b_oms.models: ours",
            "2026-01-01 10:00:00,000 1 ERROR other odoo.ui: view b2b_oms.view_x is broken",
        ]
    )
    assert [line.split(": ")[-1] for line in test_tool.bad_lines(text)] == [
        "ours",
        "view b2b_oms.view_x is broken",
    ]


def test_readmes_are_made_from_their_fragments():
    assert readme.check() == []


@pytest.mark.parametrize("addon", OURS)
def test_translation_template_knows_every_term_in_the_code(addon):
    """Terms of Python code; `make pot` writes them."""
    template = (ADDONS / addon / "i18n" / f"{addon}.pot").read_text()
    known = "".join(re.findall(r'"(.*)"', template)).replace('\\"', '"')
    for path in (ADDONS / addon).rglob("*.py"):
        if "tests" in path.parts:
            continue
        for term in re.findall(r'env\._\(\s*"([^"]+)"(?!\s*")', path.read_text()):
            assert term in known, f"{path.name}: {term}; run make pot"


@pytest.mark.parametrize("kind", ["dev", "test", "prod"])
def test_odoo_reads_every_configuration_without_a_complaint(kind):
    from odoo.tools.config import configmanager

    parsed = configmanager()
    parsed._parse_config(["-c", str(ROOT / "config" / f"odoo.{kind}.conf")])
    assert parsed["list_db"] is False


def test_no_committed_file_names_a_registry_or_this_machine():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    forbidden = [host.replace("_", ".") for host in ("pypi_org", "deb_debian_org", "npmjs_com")]
    for name in listed:
        path = Path(ROOT / name)
        if path.suffix in (".png", ".xlsx") or name == "tests/tooling/test_tools.py":
            continue
        text = path.read_text(errors="replace")
        assert not [host for host in forbidden if host in text], name
        assert "/work/" not in text, name


def test_run_serves_until_it_is_interrupted(template_copy):
    import signal
    import time
    import urllib.request

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tools", "run"]
    env = dict(os.environ, DB=template_copy, PORT=str(port))
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        for _attempt in range(120):
            time.sleep(0.5)
            try:
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=20)
                break
            except OSError:
                assert server.poll() is None, "it ended by itself"
        assert page.status == 200
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=60)[0]
    assert f"http://127.0.0.1:{port}" in said
    assert "order desk" in said
