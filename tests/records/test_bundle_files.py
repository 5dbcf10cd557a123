"""Nothing hostile or damaged gets in: refused quickly, in plain words, before it is read."""

import struct
import time
from copy import copy
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from openpyxl import Workbook

from disposals.models import Child
from tests.records.bundles import (
    OFFENCE,
    SAM,
    brought_in,
    errors,
    folder,
    messages,
    refused,
    warnings,
    workbook,
    zipped,
)
from yjs.records.bundle import limits


pytestmark = pytest.mark.django_db


class TestEncodings:
    """Every letter is read right, or the file is refused."""

    name = "Siân Żółć"

    def text(self, name: str) -> str:
        return SAM.replace("Sam", name)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_unicode_is_read(self, tmp_path: Path, encoding: str) -> None:
        mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
        assert brought_in(folder(tmp_path, (mark + self.text(self.name)).encode(encoding))).problems == []
        assert Child.objects.get().first_name == self.name

    def test_windows_1252_is_read_and_said(self, tmp_path: Path) -> None:
        report = brought_in(folder(tmp_path, self.text("Siân O’Brien – €").encode("cp1252")))
        assert warnings(report) == [("children.csv", None, "")]
        assert "Windows-1252" in messages(report)
        assert Child.objects.get().first_name == "Siân O’Brien – €"

    @pytest.mark.parametrize(
        "content",
        [
            SAM.replace("Sam", "S\x81m").encode("latin-1"),
            SAM.replace("Sam", "Siân").encode() + "C2,Zoë,Roe,2005-01-01\n".encode("cp1252"),
            SAM.encode("utf-16-le"),
            SAM.encode("utf-16") + b"\0",
            SAM.encode("utf-32"),
            SAM.encode() + b"\0\0",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook",
            b"%PDF-1.7 a document",
        ],
        ids=[
            "no letter",
            "two encodings",
            "unmarked UTF-16",
            "broken UTF-16",
            "UTF-32",
            "zeros",
            "old workbook",
            "PDF",
        ],
    )
    def test_what_cannot_be_read_for_certain_is_refused(self, tmp_path: Path, content: bytes) -> None:
        report = refused(folder(tmp_path, content))
        assert errors(report) == [("children.csv", None, "")]
        assert "UTF-8" in messages(report)


class TestSeparators:
    """Comma, semicolon and tab are recognised by the columns they find."""

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_they_are_recognised(self, tmp_path: Path, separator: str) -> None:
        brought_in(folder(tmp_path, SAM.replace(",", separator)))
        assert Child.objects.get().last_name == "Smith"

    def test_a_separator_within_quotation_marks_is_text(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, SAM.replace("Sam", '"Sam; ""the, one"""')))
        assert Child.objects.get().first_name == 'Sam; "the, one"'

    def test_any_ends_of_lines_are_read(self, tmp_path: Path) -> None:
        for ends in ("\r\n", "\r", "\n"):
            assert brought_in(folder(tmp_path, SAM.replace("\n", ends))).problems == []


class TestShapes:
    """A file that is not a whole table is refused, with the row that a spreadsheet shows."""

    def test_an_empty_file(self, tmp_path: Path) -> None:
        assert "There is no header." in messages(refused(folder(tmp_path, "")))
        assert "There is no header." in messages(refused(folder(tmp_path, "\n , ,\n")))

    def test_a_file_without_a_header(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, "C1,Sam,Smith,2004-05-06\n"))
        assert "The first row does not name the columns. They are: child_ref" in messages(report)

    def test_a_missing_required_column(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, "child_ref,first_name\nC1,Sam\n"))
        assert errors(report) == [("children.csv", 1, "date_of_birth")]

    def test_a_column_twice(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, "child_ref,date_of_birth,Child Ref\nC1,2004-05-06,C2\n"))
        assert errors(report) == [("children.csv", 1, "Child Ref")]

    def test_a_row_with_too_many_cells(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, SAM.replace("Smith", "Smith,Jones")))
        assert ("children.csv", 2, "") in errors(report)
        assert "more cells than the header" in messages(report)

    def test_a_quotation_mark_that_is_never_closed(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, SAM + 'C2,"Ali,Khan,2004-05-06\nC3,Mia,Roe,2004-05-06\n'))
        assert errors(report) == [("children.csv", 3, "first_name")]
        assert "never closed" in messages(report)

    def test_something_after_a_closing_quotation_mark(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, SAM + 'C2,"Al"i,Khan,2004-05-06\n'))
        assert errors(report) == [("children.csv", 3, "first_name")]

    @pytest.mark.parametrize("length", [10_001, 200_000, 3_000_000])
    def test_a_huge_cell_names_its_row_and_column(self, tmp_path: Path, length: int) -> None:
        report = refused(folder(tmp_path, SAM + f"C2,Ali,{'k' * length},2004-05-06\n"))
        assert errors(report) == [("children.csv", 3, "last_name")]
        assert "10,000" in messages(report)

    def test_a_cell_of_several_lines_is_one_row(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, SAM + 'C2,"Ali\n\nthe second",Khan,2004-05-06\nC3,Mia,Roe,soon\n'))
        assert errors(report) == [("children.csv", 4, "date_of_birth")]

    def test_an_empty_line_is_a_row_to_a_spreadsheet(self, tmp_path: Path) -> None:
        assert errors(refused(folder(tmp_path, SAM + "\n\nC3,Mia,Roe,soon\n"))) == [
            ("children.csv", 5, "date_of_birth")
        ]

    def test_too_many_columns(self, tmp_path: Path) -> None:
        assert "200 columns" in messages(refused(folder(tmp_path, SAM.replace("\n", "," * 300 + "\n", 1))))

    def test_too_many_rows(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "ROWS", 3)
        report = refused(folder(tmp_path, SAM, offences=OFFENCE + "O2,C1,2018-04-25,3\nO3,C1,2018-04-25,3\n"))
        assert errors(report) == [("", None, "")]
        assert "rows. Divide it" in messages(report)


class TestArchives:
    """A zip is judged before it is opened."""

    def timed(self, path: Path) -> str:
        begun = time.process_time()
        said = messages(refused(path))
        assert time.process_time() - begun < 2
        return said

    def test_a_bomb_of_256_mb_in_300_kb(self, tmp_path: Path) -> None:
        path = tmp_path / "bundle.zip"
        with ZipFile(path, "w", ZIP_DEFLATED) as packed, packed.open("children.csv", "w") as member:
            for _ in range(256):
                member.write(b"0" * 2**20)
        assert path.stat().st_size < 300_000
        assert "unpacks to far more than records would" in self.timed(path)

    def test_a_bomb_in_a_workbook(self, tmp_path: Path) -> None:
        path = workbook(tmp_path, children=[["child_ref", "date_of_birth"]])
        with ZipFile(path, "a", ZIP_DEFLATED) as packed, packed.open("xl/sharedStrings.xml", "w") as member:
            for _ in range(256):
                member.write(b" " * 2**20)
        assert "unpacks to far more than records would" in self.timed(path)

    @pytest.mark.parametrize(
        "name", ["../children.csv", "/children.csv", "a/../../children.csv", "..\\x.csv", "C:\\x.csv"]
    )
    def test_a_name_that_leads_elsewhere(self, tmp_path: Path, name: str) -> None:
        assert "land outside its folder" in self.timed(zipped(tmp_path, {"children.csv": SAM, name: SAM}))

    @pytest.mark.parametrize("claimed", [1, 5_000])
    def test_a_size_that_is_a_lie(self, tmp_path: Path, claimed: int) -> None:
        path = tmp_path / "bundle.zip"
        with ZipFile(path, "w", ZIP_STORED) as packed:
            packed.writestr("children.csv", SAM * 20)
        content = bytearray(path.read_bytes())
        for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            begin = content.index(signature) + place
            content[begin : begin + 4] = struct.pack("<I", claimed)
        path.write_bytes(bytes(content))
        self.timed(path)

    def test_files_that_overlap(self, tmp_path: Path) -> None:
        path = tmp_path / "bundle.zip"
        with ZipFile(path, "w", ZIP_STORED) as packed:
            packed.writestr("children.csv", SAM * 50)
            info = packed.infolist()[0]
            for number in range(20):
                again = copy(info)
                again.filename = f"{number}.csv"
                packed.filelist.append(again)
        assert "overlap" in self.timed(path)

    def test_a_zip_in_a_zip(self, tmp_path: Path) -> None:
        inner = zipped(tmp_path, {"children.csv": SAM}, "inner.zip").read_bytes()
        assert "inside a bundle is not opened" in self.timed(zipped(tmp_path, {"children.csv": SAM, "more.zip": inner}))
        assert "a zip or a workbook" in self.timed(zipped(tmp_path, {"children.csv": inner}))

    def test_a_link_instead_of_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "bundle.zip"
        with ZipFile(path, "w") as packed:
            link = ZipInfo("children.csv")
            link.external_attr = 0o120777 << 16
            packed.writestr(link, "/etc/passwd")
        assert "holds a link" in self.timed(path)

    def test_a_locked_zip(self, tmp_path: Path) -> None:
        path = zipped(tmp_path, {"children.csv": SAM})
        content = bytearray(path.read_bytes())
        for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            content[content.index(signature) + place] |= 1
        path.write_bytes(bytes(content))
        assert "locked with a password" in self.timed(path)

    def test_too_many_files(self, tmp_path: Path) -> None:
        files = {"children.csv": SAM} | {f"{number}.txt": "" for number in range(32)}
        assert "more than 32 files" in self.timed(zipped(tmp_path, files))
        place = folder(tmp_path)
        for number in range(32):
            (place / f"{number}.txt").touch()
        assert "more than 32 files" in self.timed(place)

    def test_two_files_of_one_name(self, tmp_path: Path) -> None:
        path = zipped(tmp_path, {"a/children.csv": SAM, "b/Children.csv": SAM})
        assert "two files of this name" in self.timed(path)

    def test_too_large_a_file(self, tmp_path: Path) -> None:
        path = zipped(tmp_path, {"children.csv": SAM})
        with path.open("ab") as file:
            file.truncate(limits.PACKED + 1)
        assert "larger than 50 MB" in self.timed(path)

    def test_a_zip_that_says_it_holds_too_much(self, tmp_path: Path) -> None:
        path = zipped(tmp_path, {"children.csv": SAM})
        content = bytearray(path.read_bytes())
        begin = content.index(b"PK\x01\x02")
        content[begin + 24 : begin + 28] = struct.pack("<I", 501 * 2**20)
        content[begin + 20 : begin + 24] = struct.pack("<I", 100 * 2**20)
        path.write_bytes(bytes(content))
        assert "more than 500 MB" in self.timed(path)

    @pytest.mark.parametrize("name", ["bundle.zip", "bundle.xlsx"])
    @pytest.mark.parametrize(
        "content", [b"", b"child_ref,date_of_birth\n", b"PK\x03\x04 and no more", b"PK\x05\x06" + b"\0" * 18]
    )
    def test_what_is_not_what_its_name_says(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        self.timed(tmp_path / name)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("b.xls", ".xlsx"),
            ("b.xlsm", "macros"),
            ("b.ods", ".xlsx"),
            ("b.csv", "children.csv"),
            ("b.exe", "A bundle is"),
        ],
    )
    def test_another_kind_of_file_is_told_what_to_become(self, tmp_path: Path, name: str, said: str) -> None:
        (tmp_path / name).write_bytes(b"PK\x03\x04")
        assert said in self.timed(tmp_path / name)

    def test_a_folder_in_a_folder_is_named(self, tmp_path: Path) -> None:
        (folder(tmp_path) / "old").mkdir()
        report = brought_in(tmp_path / "bundle")
        assert warnings(report) == [("old", None, "")]

    def test_a_bundle_without_children(self, tmp_path: Path) -> None:
        assert errors(refused(folder(tmp_path, None))) == [("children.csv", None, "")]
        made = Workbook()
        made.save(tmp_path / "b.xlsx")
        assert errors(refused(tmp_path / "b.xlsx")) == [("children.csv", None, "")]
