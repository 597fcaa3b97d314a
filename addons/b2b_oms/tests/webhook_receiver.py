"""A receiver of webhooks on the loopback that behaves as its path says."""

import http.server
import json
import threading
import time


class Receiver(http.server.ThreadingHTTPServer):
    """``taken`` holds (path, headers, bytes, moment) of every post, in the order they came."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken, self.failing = [], False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path="/ok"):
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def close(self):
        self.shutdown()
        self.server_close()

    def messages(self, path="/ok"):
        """The messages that came to a path, decoded."""
        return [json.loads(body) for taken, _headers, body, _at in self.taken if taken == path]


class Conversation(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body, time.time()))
        getattr(self, f"_{self.path.strip('/').split('?')[0]}")()

    def _ok(self):
        self._reply(500 if self.server.failing else 200)

    def _other(self):
        self._reply(204)

    def _fail(self):
        self._reply(500)

    def _redirect(self):
        self._reply(302, [("Location", self.server.url("/ok"))])

    def _slow(self):
        time.sleep(1.5)
        self._reply(200)

    def _drip(self):
        """Alive all the time, and never done."""
        with suppress(OSError):
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
                self.wfile.write(bytes([byte]))
                time.sleep(0.1)

    def _endless(self):
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
            while True:
                self.wfile.write(b"x" * 65536)

    def _hangup(self):
        self.close_connection = True

    def _reply(self, status, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


if __name__ == "__main__":  # as a process of its own, for the benchmark
    receiver = Receiver()
    print(receiver.server_address[1], flush=True)  # pylint: disable=print-used
    threading.Event().wait()
