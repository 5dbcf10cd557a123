"""Opening a zip without being taken in by it: its sizes, its names and what it claims are checked before it is read."""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from yjs.records.bundle import limits
from yjs.records.bundle.problems import Refused


CHUNK = 1024 * 1024
IN_MEMORY = 16 * CHUNK
DAMAGED = "This file is damaged or is not what its name says. Make it again."
# Everything a damaged or dishonest zip makes the library raise.
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError, OSError)


@contextmanager
def archive(path: Path, most: int) -> Iterator[ZipFile]:
    """A zip that is safe to read: not too large, packed or unpacked, and without names that lead elsewhere."""
    packed = path.stat().st_size
    if packed > limits.PACKED:
        raise Refused(f"This file is larger than {limits.PACKED // 2**20} MB. Divide it into several bundles.")
    try:
        opened = ZipFile(path)
    except BROKEN as error:
        raise Refused(DAMAGED) from error
    with opened:
        _check(opened.infolist(), packed, most)
        yield opened


def members(opened: ZipFile) -> list[ZipInfo]:
    return [info for info in opened.infolist() if not info.is_dir()]


def _check(infos: list[ZipInfo], packed: int, most: int) -> None:
    if sum(not info.is_dir() for info in infos) > most:
        raise Refused(f"There are more than {most} files in it. Take out those that are not part of a bundle.")
    for info in infos:
        _check_name(info)
        if info.flag_bits & 1:
            raise Refused("It is locked with a password. Save it without one.", file=base_name(info))
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Refused("It holds a link instead of a file. Put in the file itself.", file=base_name(info))
        if info.file_size > limits.RATIO_ABOVE and info.file_size > limits.RATIO * max(info.compress_size, 1):
            raise Refused("It unpacks to far more than records would. It is not opened.", file=base_name(info))
    if sum(info.file_size for info in infos) > limits.UNPACKED:
        raise Refused(f"It unpacks to more than {limits.UNPACKED // 2**20} MB. Divide it into several bundles.")
    if sum(info.compress_size for info in infos) > packed:
        raise Refused("Its files overlap: it claims to hold more than it does. It is not opened.")


def _check_name(info: ZipInfo) -> None:
    parts = _parts(info)
    if ".." in parts or info.filename.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", info.filename):
        raise Refused("One of its files is named so as to land outside its folder. It is not opened.")


def _parts(info: ZipInfo) -> list[str]:
    # Some programs for Windows write backslashes between folders.
    return re.split(r"[\\/]", info.filename)


def base_name(info: ZipInfo) -> str:
    return _parts(info)[-1]


def unpack(opened: ZipFile, info: ZipInfo) -> BinaryIO:
    """A file out of a zip, no more of it than the zip says there is."""
    kept: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
    try:
        for chunk in read(opened, info):
            kept.write(chunk)
    except Refused:
        kept.close()
        raise
    kept.seek(0)
    return kept  # type: ignore[return-value]


def read(opened: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    size = 0
    try:
        with opened.open(info) as source:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > info.file_size:
                    break
                yield chunk
    except BROKEN as error:
        raise Refused(DAMAGED, file=base_name(info)) from error
    if size != info.file_size:
        raise Refused("It is not as large as the zip says. It is not read.", file=base_name(info))
