"""A mail server on the loopback that can be told to refuse, and keeps what it accepts."""

import email
import socketserver
import threading


class Sink(socketserver.ThreadingTCPServer):
    """``refusing`` turns every connection away; ``messages`` holds the parsed mails."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.refusing, self.messages = False, []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs that only wants to hand over a mail."""

    def handle(self):
        if self.server.refusing:
            self._say("421 not now")
            return
        self._say("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].strip().upper()
            if verb == b"QUIT":
                self._say("221 bye")
                return
            if verb == b"DATA":
                self._say("354 go on")
                self.server.messages.append(email.message_from_bytes(self._body()))
            self._say("250 ok")

    def _body(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text):
        self.wfile.write(text.encode() + b"\r\n")
