"""Scripts in Odoo processes of their own, one or several at the same time."""

import subprocess

from tools import instance


def shell(name, script):
    """Run a script in one Odoo process; returns what it printed."""
    return instance.get().run("Script", "shell", "-d", name, "--no-http", script=script)


def at_once(name, scripts):
    """Run a script in a process each, at the same time; all must end well."""
    here = instance.get()
    running = []
    for script in scripts:
        process = subprocess.Popen(
            here.command("shell", "-d", name, "--no-http", "--log-level=error"),
            env=here.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        process.stdin.write(script)
        process.stdin.close()
        running.append(process)
    for process in running:
        process.wait(timeout=120)
        assert process.returncode == 0, process.stderr.read()
