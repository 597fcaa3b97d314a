"""Receives webhooks, checks their signature and prints them: python3 webhook_receiver.py SECRET [PORT]

The secret stands in the form of the webhook (B2B Orders > Systems > Webhooks). Nothing is needed
besides Python.
"""

import base64
import hashlib
import hmac
import http.server
import json
import sys
import time

SECRET = base64.b64decode(sys.argv[1].removeprefix("whsec_"))
PORT = int(sys.argv[2]) if len(sys.argv) > 2 else 8899
SEEN = set()  # message ids; keep them in a database in real life


def is_ours(headers, body):
    """Whether the body was signed with the secret within the last five minutes."""
    stamp = headers["webhook-timestamp"]
    if abs(time.time() - int(stamp)) > 300:
        return False
    signed = f"{headers['webhook-id']}.{stamp}.".encode() + body
    expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    sent = [mark.removeprefix("v1,") for mark in headers["webhook-signature"].split(" ")]
    return any(hmac.compare_digest(expected, mark) for mark in sent)


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not is_ours(self.headers, body):
            self._reply(401)
            return
        message_id = self.headers["webhook-id"]
        if message_id not in SEEN:  # a message may come twice
            SEEN.add(message_id)
            message = json.loads(body)
            print(
                message["timestamp"], message["type"], json.dumps(message["data"])[:300], flush=True
            )
        self._reply(204)

    def _reply(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    print(f"Listening on http://127.0.0.1:{PORT}/")
    http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()
