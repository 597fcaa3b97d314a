"""What production is started with can be read by the programs that will read it."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose

from tools import instance
from tools.paths import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = [ROOT / "docker-compose.yml", *sorted(DEPLOY.glob("docker-compose.*.yml"))]
LOG = """
import logging
logging.getLogger("trouble").warning("first\\n2026-01-01 00:00:00,000 1 INFO db forged: line")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("trouble").exception("divided %s", "twice")
"""


def _read(path):
    """A compose file as the shell's variables would make it."""
    text = re.sub(r"\$\{\w+:-(\w+)\}", r"\1", path.read_text())
    return re.sub(r"\$\{\w+:\?[^}]*\}", "set", text)


@pytest.mark.parametrize("path", COMPOSE, ids=lambda path: path.name)
def test_compose_file_is_valid_and_names_files_that_exist(path):
    assert PyCompose.from_yaml(_read(path)) or path != COMPOSE[0]
    compose = yaml.safe_load(_read(path))
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./") and source != "./tls":  # the user's own certificate
                assert (ROOT / source).exists(), source
            elif not source.startswith("./"):
                assert source in compose["volumes"], source


def test_files_together_say_how_to_see_that_each_service_is_well():
    services = {}
    for path in COMPOSE:
        for name, service in yaml.safe_load(_read(path))["services"].items():
            services.setdefault(name, {}).update(service)
    assert set(services) == {"db", "odoo", "proxy", "replica"}
    for service in services.values():
        assert "healthcheck" in service or service["image"].startswith("nginx")
        assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["http", "https"])
def test_nginx_takes_the_configuration(name, tmp_path):
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        pytest.skip("machine: there is no nginx to ask")
    shutil.copytree(DEPLOY / "nginx", tmp_path / "b2b")
    for path in (tmp_path / "b2b").iterdir():
        text = path.read_text().replace("/etc/nginx", str(tmp_path))
        path.write_text(re.sub(r"server odoo:", "server 127.0.0.1:", text))
    (tmp_path / "tls").mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
         "-keyout", tmp_path / "tls/privkey.pem", "-out", tmp_path / "tls/fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    http = f"access_log off; {folders} include {tmp_path}/b2b/{name}.conf;"
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; events {{}} http {{ {http} }}")
    done = subprocess.run(
        [nginx, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", "stderr"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr, done.stderr


@pytest.mark.parametrize("path", sorted((DEPLOY / "postgres").glob("*.sh")), ids=lambda p: p.name)
def test_shell_reads_the_scripts_of_the_database(path):
    subprocess.run(["sh", "-n", path], check=True)


def test_log_is_one_json_object_a_line_and_nobody_forges_one():
    here = instance.get()
    path = f"--addons-path={DEPLOY / 'addons'},{here.addons_path}"
    done = subprocess.run(
        here.command("shell", "-d", os.environ["B2B_BASE_DB"], "--no-http", path,
                     "--load=base,rpc,web,json_log", "--log-level=info"),
        env=here.environment, input=LOG, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = done.stderr.splitlines()
    # Odoo says a word or two before it loads anything.
    first = next(number for number, line in enumerate(lines) if line.startswith("{"))
    told = [json.loads(line) for line in lines[first:]]
    by_message = {one["message"]: one for one in told}
    forged = next(one for message, one in by_message.items() if message.startswith("first\n"))
    assert (forged["level"], forged["logger"]) == ("WARNING", "trouble")
    assert "ZeroDivisionError" in by_message["divided twice"]["exception"]
    assert all(one["time"].endswith("+00:00") and one["pid"] for one in told)


def test_measures_of_a_request_become_numbers():
    scope = {}
    source = Path(DEPLOY / "addons" / "json_log" / "__init__.py").read_text()
    exec(compile(source, "json_log", "exec"), scope)  # it is no package of this checkout
    assert scope["_performance"]("12 0.034 0.110") == {
        "queries": 12.0, "query_seconds": 0.034, "other_seconds": 0.11,
    }  # fmt: skip
    assert scope["_performance"]("- - -") == scope["_performance"]("") == {}
