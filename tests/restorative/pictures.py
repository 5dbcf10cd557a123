"""Pictures as phones and people send them."""

import datetime as dt
from io import BytesIO
from typing import Any

from PIL import Image


LATITUDE, LONGITUDE = 53.0 + 26 / 60, 1.0 + 21 / 60
OWNER, COMMENT = "Phone of Bronwen Ashdown", "taken behind 14 Elm Bank"


def a_picture(size: tuple[int, int] = (60, 40), kind: str = "JPEG", **options: Any) -> bytes:
    """A picture whose upper half is red and whose lower half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0], size[1] // 2))
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def from_a_phone(size: tuple[int, int] = (60, 40)) -> bytes:
    """As a phone saves it: held sideways, with where, when and whose, and a small copy of it inside."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = OWNER
    exif[0x0132] = dt.datetime(2026, 11, 21, 10, 30).strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 26.0, 0.0), 3: "W", 4: (1.0, 21.0, 0.0)})
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{OWNER}</x:xmpmeta>".encode()
    return a_picture(size, exif=exif, comment=COMMENT.encode(), icc_profile=b"profile of " + OWNER.encode(), xmp=xmp)
