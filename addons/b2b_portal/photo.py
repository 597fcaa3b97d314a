"""Photos from buyers: decoded and drawn anew, so that nothing but a picture is ever kept."""

import io

from PIL import Image, ImageOps

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2000
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoError(ValueError):
    """``code`` is empty, big or kind: what is wrong with the upload."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code

    def told(self, env):
        """What is wrong, in a sentence for who sent it."""
        return {
            "empty": env._("The photo is empty."),
            "big": env._("The photo is too big: 8 MB at most."),
            "kind": env._("Choose a photo as JPEG, PNG or WebP."),
        }[self.code]


def sent(upload):
    """Bytes of a file as a browser sends it; one more than allowed at most."""
    return upload.read(MAX_BYTES + 1)


def draw(content):
    """A JPEG of a picture, without its metadata (place, owner) and at most 2000 pixels wide.

    :param content: bytes, of :func:`sent`
    :return: bytes
    :raises PhotoError: nothing, too much, or no picture
    """
    if not content:
        raise PhotoError("empty")
    if len(content) > MAX_BYTES:
        raise PhotoError("big")
    try:
        picture = Image.open(io.BytesIO(content), formats=_readable())
        if picture.width * picture.height > MAX_PIXELS:
            raise PhotoError("big")
        picture = ImageOps.exif_transpose(picture)
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=85)
    except PhotoError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PhotoError("kind") from error
    return out.getvalue()


def _readable():
    """Those of the formats that this Pillow was built with."""
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN]
