"""Whatever the bytes, a bundle is stored in part by choice alone, its rows add up, and nothing breaks."""

import io
import random
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.bundles import DISPOSAL, OFFENCE, SAM, brought_in, folder, saved
from tests.records.random_records import emptied
from yjs.records.bundle import Export
from yjs.records.bundle.check import taken_files


pytestmark = pytest.mark.django_db
TOKENS = [
    *(b'"', b",", b";", b"\n", b"\r", b"\0", b"\xff", b"\xc3", b"=1", b"<", b"&#0;", b"<!DOCTYPE", b"\xef\xbb\xbf"),
    *(
        b"9" * 30,
        b"nan",
        b"2018-02-30",
        b"25/04/2018",
        b"1e999",
        b"O1;O1",
        b"reprimand",
        b"\xf0\x9f\x98\x80",
        b"A" * 11_000,
    ),
]
FILES = {
    "children.csv": (SAM + "C2,Siân,O'Brien,06/05/2004\n").encode(),
    "statuses.csv": b"child_ref,status,started_on,ended_on\nC1,looked_after,2018-01-01,2018-02-01\n",
    "offences.csv": OFFENCE.encode(),
    "disposals.csv": DISPOSAL.encode(),
    "population.csv": b"area,year,age_10_17\nlocal,2017,24260\n",
    "contributions.csv": b"year,agency,staffing\n2018/19,Police,30000.50\n",
}


def spoilt(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(spoilt) + 1)
        until = min(len(spoilt), at + chance.choice([0, 1, 1, 5, 60]))
        what = chance.choice(
            [b"", chance.choice(TOKENS), bytes(chance.choices(range(256), k=3)), bytes(spoilt[at:until]) * 2]
        )
        spoilt[at:until] = what
    return bytes(spoilt)


def spoilt_bundle(path: Path, workbook: bytes, chance: random.Random) -> Path:
    """A good bundle of one of the forms with something wrong in the bytes of a part of it, or of the whole."""
    form = chance.choice(["csv", "csv", "zip", "xlsx", "xlsx part"])
    if form == "csv":
        files = dict(FILES)
        name = chance.choice(list(files))
        files[name] = spoilt(files[name], chance)
        return folder(path, **{name.removesuffix(".csv"): content for name, content in files.items()})
    if form == "xlsx":
        (path / "b.xlsx").write_bytes(spoilt(workbook, chance))
        return path / "b.xlsx"
    parts = FILES
    if form == "xlsx part":
        with ZipFile(io.BytesIO(workbook)) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
        name = chance.choice(list(parts))
        parts[name] = spoilt(parts[name], chance)
    made = path / ("b.xlsx" if form == "xlsx part" else "b.zip")
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    if form == "zip":
        made.write_bytes(spoilt(made.read_bytes(), chance))
    return made


def good_workbook(path: Path) -> bytes:
    emptied()
    names = {name.removesuffix(".csv"): content for name, content in FILES.items()}
    assert brought_in(folder(path, **names)).problems == []
    return Export.read().as_xlsx()


def try_one(path: Path, workbook: bytes, chance: random.Random) -> bool:
    """Bring a spoilt bundle in; what the report says must be what the database holds."""
    emptied()
    good_rows_only = chance.random() < 0.5
    report = brought_in(spoilt_bundle(path, workbook, chance), good_rows_only=good_rows_only)
    stored = {name: counts.stored for name, counts in report.files.items()}
    for name, model in taken_files().items():
        assert saved()[model._meta.model_name] == (stored.get(name, 0),) * 2
    if any(found.is_error for found in report.problems) and not good_rows_only:
        assert sum(stored.values()) == 0
    return report.is_accepted


@settings(max_examples=100)
@given(seed=st.integers(0, 2**32))
def test_spoilt_bundles_do_no_harm(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    path = tmp_path_factory.mktemp("spoilt")
    try_one(path, good_workbook(path), random.Random(seed))
