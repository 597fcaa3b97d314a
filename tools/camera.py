"""Takes pictures of pages in Chromium. Runs in the virtual environment; jobs come as JSON on stdin.

Job: ``{"url", "shots": [{"login", "path", "file", "width", "height", "wait"}]}``; ``wait`` is a CSS
selector that appears when the page is ready.
"""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 40  # until a page is ready
SETTLE = 1.2  # seconds for fonts, pictures and transitions

LOGIN = """
(async () => {
  const page = await (await fetch("/web/login")).text();
  const token = page.match(/name="csrf_token" value="([^"]+)"/)[1];
  const body = new URLSearchParams({csrf_token: token, login: %(login)s, password: %(login)s});
  await fetch("/web/login", {method: "POST", body});
})()
"""


class Browser:
    """One Chromium with one page, spoken to in its DevTools protocol."""

    def __init__(self):
        program = next(filter(None, map(shutil.which, NAMES)))
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        options = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--remote-debugging-port=0", "--remote-allow-origins=*", "--lang=en-US",
            f"--user-data-dir={self.folder.name}", "about:blank",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            [program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        port = self._port()
        with urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = json.load(answer)
        target = next(page for page in pages if page["type"] == "page")
        self.socket = websocket.create_connection(target["webSocketDebuggerUrl"], timeout=SECONDS)
        self.number = 0

    def _port(self):
        path = Path(self.folder.name) / "DevToolsActivePort"
        for _try in range(200):
            if path.exists() and (lines := path.read_text().split()):
                return lines[0]
            time.sleep(0.1)
        raise SystemExit("Chromium did not start.")

    def ask(self, method, **params):
        """The result of a DevTools command; events in between are let go by."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                return answer.get("result", {})

    def run(self, script):
        """The value of an expression in the page, promises awaited."""
        answer = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        return answer.get("result", {}).get("value")

    def open(self, url, wait):
        """Go to a page and wait for something on it; false when it does not come."""
        self.ask("Page.navigate", url=url)
        return self.wait(wait)

    def wait(self, selector):
        """Wait for something on the page; false when it does not come."""
        found = f"!!document.querySelector({json.dumps(selector)})"
        for _try in range(SECONDS * 5):
            time.sleep(0.2)
            if self.run(f"document.readyState == 'complete' && {found}"):
                return True
        return False

    def log_in(self, url, login):
        """A new session of somebody whose password is the login, as in the demo."""
        self.ask("Network.clearBrowserCookies")
        self.open(f"{url}/web/login", "body")
        self.run(LOGIN % {"login": json.dumps(login)})

    def shoot(self, path):
        """Save what is to be seen as PNG."""
        time.sleep(SETTLE)
        picture = self.ask("Page.captureScreenshot", format="png")["data"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(picture))

    def print(self, path):
        """The page as PDF, A4 with its colours."""
        paper = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True}
        answer = self.ask("Page.printToPDF", **paper)
        path.write_bytes(base64.b64decode(answer["data"]))

    def size(self, width, height):
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


def main(job):
    """Take every picture; returns how many pages did not come."""
    browser, login, missed = Browser(), None, 0
    try:
        for shot in job["shots"]:
            browser.size(shot["width"], shot["height"])
            if shot["login"] != login:
                login = shot["login"]
                browser.log_in(job["url"], login)
            came = browser.open(job["url"] + shot["path"], shot["wait"])
            missed += not came
            browser.shoot(Path(shot["file"]))
            print(shot["file"] if came else f"{shot['file']}: {shot['wait']} did not come")
    finally:
        browser.close()
    return missed


if __name__ == "__main__":
    sys.exit(1 if main(json.load(sys.stdin)) else 0)
