"""MIME parts whose bytes stay as they are: a signature covers every one of them."""

import base64
import binascii
import re
import uuid
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import NamedTuple

from .errors import As2Error, Malformed

MAX_HEADER = 64 * 1024
HEADER_NAME = re.compile(r"[!-9;-~]{1,100}")


class Part(NamedTuple):
    """A part: its header fields as read, its body, and both together as they came."""

    headers: Message
    body: bytes
    raw: bytes

    @property
    def kind(self):
        return self.headers.get_content_type()

    def parameter(self, name):
        """A parameter of the content type, empty when there is none."""
        return str(self.headers.get_param(name) or "")

    def decoded(self):
        """The body without its transfer encoding.

        :raises Malformed: base64 that is none
        """
        encoding = str(self.headers.get("Content-Transfer-Encoding") or "binary").strip().lower()
        if encoding == "base64":
            try:
                return base64.b64decode(self.body)
            except (binascii.Error, ValueError) as error:
                raise Malformed("The base64 of a part is broken.") from error
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        return self.body


def parse(raw):
    """The part in these bytes.

    :raises Malformed: no header, or one without end
    """
    found = re.search(rb"\r?\n\r?\n", raw[:MAX_HEADER])
    if raw[:2] == b"\r\n":
        return Part(_headers(b""), raw[2:], raw)
    if not found:
        raise Malformed("A MIME part without header.")
    return Part(_headers(raw[: found.start()]), raw[found.end() :], raw)


def of_headers(headers, body):
    """The part that an HTTP message is, of its header fields and its body."""
    wanted = ("content-type", "content-transfer-encoding", "content-disposition", "mime-version")
    lines = [f"{name}: {value}" for name, value in headers.items() if name.lower() in wanted]
    raw_headers = "\r\n".join(line for line in lines if "\n" not in line and "\r" not in line)
    encoded = raw_headers.encode("utf-8", "replace")
    return Part(_headers(encoded), body, encoded + b"\r\n\r\n" + body)


def _headers(raw):
    return BytesHeaderParser(policy=compat32).parsebytes(raw + b"\r\n\r\n")


def children(part):
    """The parts of a multipart, each with its exact bytes.

    :raises Malformed: no boundary, or none of it in the body
    """
    boundary = part.parameter("boundary").encode("utf-8", "replace")
    if not boundary or len(boundary) > 200:
        raise Malformed("A multipart without boundary.")
    pattern = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|$)")
    marks = list(pattern.finditer(part.body))
    pieces = [
        part.body[_after_newline(part.body, one.end()) : other.start()]
        for one, other in zip(marks, marks[1:], strict=False)
        if not one[1]
    ]
    if not pieces:
        raise Malformed("A multipart without parts.")
    return [parse(piece) for piece in pieces[:20]]


def _after_newline(body, position):
    return position + (2 if body[position : position + 2] == b"\r\n" else 1)


def built(headers, body):
    """The bytes of a part.

    :raises As2Error: a header that would begin another
    """
    return (
        "".join(f"{name}: {checked(value)}\r\n" for name, value in headers).encode()
        + b"\r\n"
        + body
    )


def multipart(kind, parameters, parts):
    """(content type, body) of a multipart of these raw parts."""
    boundary = f"=_{uuid.uuid4().hex}"
    marks = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    said = "".join(f'; {name}="{value}"' for name, value in parameters.items())
    return f'multipart/{kind}{said}; boundary="{boundary}"', marks + f"--{boundary}--\r\n".encode()


def checked(value):
    """A header value that stays one line.

    :raises As2Error: it would not
    """
    if "\r" in value or "\n" in value or "\0" in value:
        raise As2Error("A header value with a line break.", "bad_header")
    return value


def wrapped_base64(content):
    """base64 in lines, as S/MIME has it."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
