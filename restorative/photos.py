"""Photographs of the work: read as a picture, written anew with nothing but the picture, and kept."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from restorative.models import Picture, PlacementDay, WorkPhoto
from yjs.records.record import keep


LONGEST_SIDE = 1600
LARGEST = 15 * 2**20
# So many points are read at most; what cannot be read at a smaller scale, as a JPEG can, takes more memory.
MOST_PIXELS, MOST_AT_FULL_SCALE = 60_000_000, 25_000_000
MOST_OF_A_DAY = 6
# HEIC, as some phones save, where this machine can read it.
Image.init()
FORMATS = tuple(name for name in ("JPEG", "PNG", "HEIF") if name in Image.OPEN)
READABLE = "JPEG or PNG"


def as_jpeg(file: IO[bytes]) -> bytes:
    """The picture in a file, upright and not too large, without a word of where, when or with what it was taken.

    Raises `ValidationError` where the file is no picture that can be read.
    """
    try:
        with Image.open(file, formats=FORMATS) as image:
            width, height = image.size
            at_a_scale = image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE)) is not None
            if width * height > (MOST_PIXELS if at_a_scale else MOST_AT_FULL_SCALE):
                raise ValidationError("This picture is too large. Take it again at a lower resolution.")
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(image)
            # What is transparent becomes white; a new picture has nothing of what the old one said of itself.
            seen = upright.convert("RGBA")
            bare = Image.new("RGB", seen.size, "white")
            bare.paste(seen, mask=seen.getchannel("A"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(f"This cannot be read as a picture. Choose a {READABLE}.") from error
    written = BytesIO()
    bare.save(written, "JPEG", quality=82, optimize=True)
    return written.getvalue()


def keep_photo(*, day: PlacementDay, jpeg: bytes, shows: str, by: Any) -> tuple[WorkPhoto, bool]:
    """The photograph with this picture, and whether it is new: the same picture is kept once in a session."""
    digest = hashlib.sha256(jpeg).hexdigest()
    with transaction.atomic():
        # Two phones wait for each other here.
        PlacementDay.objects.select_for_update().get(pk=day.pk)
        photos = WorkPhoto.objects.filter(day=day)
        there = photos.filter(digest=digest).first()
        if there is not None:
            return there, False
        if photos.count() >= MOST_OF_A_DAY:
            raise ValidationError(f"There are {MOST_OF_A_DAY} photographs of this session: remove one first.")
        photo = WorkPhoto(day=day, shows=shows, digest=digest)
        keep(photo, by=by)
        Picture.objects.create(photo=photo, jpeg=jpeg)
        return photo, True
