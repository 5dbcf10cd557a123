"""A workbook is read for its values alone, as its reader would read them."""

import datetime as dt
import re
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from disposals.models import Child, Offence
from tests.records.bundles import brought_in, errors, messages, refused, warnings, workbook
from yjs.measures.models import Comparator


pytestmark = pytest.mark.django_db
CHILDREN = [["child_ref", "first_name", "date_of_birth"], ["C1", "Sam", dt.date(2004, 5, 6)]]
OFFENCES = ["offence_ref", "child_ref", "committed_on", "ho_code", "seriousness", "is_knife"]


def remade(path: Path, change: Callable[[str, bytes], bytes], **added: bytes) -> Path:
    """The same workbook with its parts changed."""
    with ZipFile(path) as opened:
        parts = {name: change(name, opened.read(name)) for name in opened.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in {**parts, **added}.items():
            packed.writestr(name, content)
    return path


def as_it_was(name: str, content: bytes) -> bytes:
    return content


class TestCells:
    """Each cell is what it stands for."""

    def test_dates_numbers_and_answers_are_read(self, tmp_path: Path) -> None:
        rows = [
            OFFENCES,
            [1.0, "C1", dt.datetime(2018, 4, 25), "008/06", 3, True],
            ["O2", "C1", "25/04/2018", "", "4", "n"],
        ]
        report = brought_in(workbook(tmp_path, children=CHILDREN, offences=rows))
        assert report.problems == []
        one, two = Offence.objects.order_by("seriousness")
        assert (one.ref, one.committed_on, one.ho_code, one.is_knife) == ("1", dt.date(2018, 4, 25), "008/06", True)
        assert (two.ref, two.committed_on, two.ho_code, two.is_knife) == ("O2", dt.date(2018, 4, 25), "", False)

    def test_a_workbook_that_counts_from_1904_is_read_right(self, tmp_path: Path) -> None:
        made = Workbook()
        made.epoch = CALENDAR_MAC_1904
        made.active.title = "children"
        for row in CHILDREN:
            made.active.append(row)
        made.save(tmp_path / "b.xlsx")
        brought_in(tmp_path / "b.xlsx")
        assert Child.objects.get().date_of_birth == dt.date(2004, 5, 6)

    def test_a_date_among_text_is_an_error(self, tmp_path: Path) -> None:
        rows = [OFFENCES, ["O1", "C1", dt.date(2018, 4, 25), dt.date(2026, 8, 6), 3, None]]
        report = refused(workbook(tmp_path, children=CHILDREN, offences=rows))
        assert errors(report) == [("offences.csv", 2, "ho_code")]
        assert "Set the column's format to Text" in messages(report)

    def test_the_same_day_as_date_and_as_text_are_told_apart(self, tmp_path: Path) -> None:
        rows = [*CHILDREN, ["C2", "2004-05-06", "2004-05-06"], ["C3", dt.date(2004, 5, 6), dt.date(2004, 5, 6)]]
        assert errors(refused(workbook(tmp_path, children=rows))) == [("children.csv", 4, "first_name")]

    @pytest.mark.parametrize("day", [38113, dt.datetime(2004, 5, 6, 12, 30), dt.time(12, 30)])
    def test_what_is_no_date_in_a_column_of_dates_is_an_error(self, tmp_path: Path, day: object) -> None:
        report = refused(workbook(tmp_path, children=[CHILDREN[0], ["C1", "Sam", day]]))
        assert errors(report) == [("children.csv", 2, "date_of_birth")]

    def test_a_formula_is_an_error_that_names_its_cell(self, tmp_path: Path) -> None:
        report = refused(workbook(tmp_path, children=[*CHILDREN, ["C2", "=1+1", dt.date(2004, 5, 6)]]))
        assert errors(report) == [("children.csv", 3, "first_name")]
        assert "Cell B3 is a formula." in messages(report)

    def test_an_error_of_the_spreadsheet_is_an_error(self, tmp_path: Path) -> None:
        report = refused(workbook(tmp_path, children=[*CHILDREN, ["C2", "#N/A", dt.date(2004, 5, 6)]]))
        assert errors(report) == [("children.csv", 3, "first_name")]

    def test_a_percentage_is_not_taken_for_its_hundredth(self, tmp_path: Path) -> None:
        made = Workbook()
        made.active.title = "children"
        made.active.append(["child_ref", "date_of_birth"])
        sheet = made.create_sheet("comparators")
        sheet.append(["measure", "area", "period", "value"])
        sheet.append(["custody-rate", "family", "2018/19", 0.275])
        sheet["D2"].number_format = "0.0%"
        made.save(tmp_path / "b.xlsx")
        report = refused(tmp_path / "b.xlsx")
        assert errors(report) == [("comparators.csv", 2, "value")]

    def test_numbers_are_as_a_spreadsheet_shows_them(self, tmp_path: Path) -> None:
        rows = [["measure", "area", "period", "value"], ["x", "family", "2018/19", 0.1 + 0.2]]
        assert brought_in(workbook(tmp_path, children=CHILDREN, comparators=rows)).problems == []
        assert float(Comparator.objects.get().value) == 0.3

    def test_rows_are_numbered_as_the_sheet_shows_them(self, tmp_path: Path) -> None:
        rows = [*CHILDREN, [], [None, "  "], ["C2", "Ali", "never"]]
        assert errors(refused(workbook(tmp_path, children=rows))) == [("children.csv", 5, "date_of_birth")]

    def test_empty_cells_at_the_end_of_a_row_are_not_recorded(self, tmp_path: Path) -> None:
        rows = [[*CHILDREN[0], "sex", None, None], [*CHILDREN[1]]]
        assert brought_in(workbook(tmp_path, children=rows)).problems == []

    def test_a_hidden_sheet_is_read_and_said_and_another_is_named(self, tmp_path: Path) -> None:
        made = Workbook()
        made.active.title = "Notes"
        sheet = made.create_sheet("Children.csv")
        for row in CHILDREN:
            sheet.append(row)
        sheet.sheet_state = "hidden"
        made.save(tmp_path / "b.xlsx")
        assert sorted(warnings(brought_in(tmp_path / "b.xlsx"))) == [("children.csv", None, ""), ("notes", None, "")]


class TestWidth:
    """No more is read of a row than a sheet may have columns, however far to the right it goes."""

    def wide(self, path: Path, cell: bytes, rows: int) -> Path:
        """Rows below the children, each of this one cell in the last column there is."""
        more = b"".join(b'<row r="%d">%s</row>' % (n, cell.replace(b"#", b"%d" % n)) for n in range(3, rows + 3))

        def change(name: str, content: bytes) -> bytes:
            return content.replace(b"</sheetData>", more + b"</sheetData>") if "sheet1" in name else content

        return remade(workbook(path, children=CHILDREN), change)

    def test_a_row_with_a_cell_far_to_the_right_is_refused_at_once(self, tmp_path: Path) -> None:
        path = self.wide(tmp_path, b'<c r="XFD#"><v>1</v></c>', rows=15_000)
        begun = time.process_time()
        report = refused(path)
        assert time.process_time() - begun < 2
        assert [(found.file, found.row) for found in report.problems] == [("children.csv", 3)]
        assert "Cell XFD3 is beyond the 200 columns that a sheet may have. Clear it" in messages(report)

    def test_cells_far_to_the_right_that_are_only_formatted_are_nothing(self, tmp_path: Path) -> None:
        assert brought_in(self.wide(tmp_path, b'<c r="XFD#" s="0"/>', rows=500)).is_accepted
        assert Child.objects.count() == 1

    def test_no_end_of_such_rows_is_read(self, tmp_path: Path) -> None:
        path = self.wide(tmp_path, b'<c r="XFD#" s="0"/>', rows=15_000)
        begun = time.process_time()
        report = refused(path)
        assert time.process_time() - begun < 2
        assert "Delete the columns to the right" in messages(report)

    def test_two_hundred_columns_are_read_and_one_more_is_not(self, tmp_path: Path) -> None:
        def rows(width: int) -> list[list[object]]:
            more = [f"more {number}" for number in range(width - 3)]
            return [[*CHILDREN[0], *more], [*CHILDREN[1], *["x"] * len(more)]]

        assert "Cell GS1 is beyond" in messages(refused(workbook(tmp_path, children=rows(201))))
        assert brought_in(workbook(tmp_path, children=rows(200))).is_accepted


class TestRefused:
    """A workbook that carries more than values is not opened."""

    def refused(self, path: Path) -> str:
        begun = time.process_time()
        report = refused(path)
        assert time.process_time() - begun < 2
        assert all(found.row is None for found in report.problems)
        return messages(report)

    @pytest.mark.parametrize(
        ("part", "what"),
        [
            ("xl/vbaProject.bin", "macros"),
            ("xl/macrosheets/sheet1.xml", "macros"),
            ("xl/externalLinks/externalLink1.xml", "links"),
            ("xl/embeddings/oleObject1.bin", "other files"),
            ("xl/activeX/activeX1.xml", "controls"),
            ("xl/connections.xml", "links"),
        ],
    )
    def test_macros_links_and_what_is_embedded(self, tmp_path: Path, part: str, what: str) -> None:
        path = remade(workbook(tmp_path, children=CHILDREN), as_it_was, **{part: b"<a/>"})
        assert f"This workbook has {what}" in self.refused(path)

    def test_a_workbook_of_macros_by_another_name(self, tmp_path: Path) -> None:
        def change(name: str, content: bytes) -> bytes:
            return content.replace(
                b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
            )

        assert "macros" in self.refused(remade(workbook(tmp_path, children=CHILDREN), change))

    def test_a_link_out_of_it(self, tmp_path: Path) -> None:
        made = Workbook()
        made.active.title = "children"
        for row in CHILDREN:
            made.active.append(row)
        made.active["B2"].hyperlink = "https://example.org/"
        made.save(tmp_path / "b.xlsx")
        assert "links out of it" in self.refused(tmp_path / "b.xlsx")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
    def test_entities(self, tmp_path: Path, part: str, encoding: str) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'

        def change(name: str, content: bytes) -> bytes:
            if name != part:
                return content
            text = re.sub(r"^<\?xml[^>]*\?>", "", content.decode())
            return f'<?xml version="1.0" encoding="{encoding}"?>{bomb}{text}'.encode(encoding)

        assert "entities" in self.refused(remade(workbook(tmp_path, children=CHILDREN), change))

    @pytest.mark.parametrize(
        ("pattern", "lie"),
        [
            (rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'),
            (rb'<row r="2"', b'<row r="99999999999"'),
            (rb'r="C2"', b'r="ZZZZZZZ2"'),
            (rb'r="C2"', b'r="XFD2"'),
            (rb"<sheetData>", b"<sheetData><row>"),
            (rb"<v>\d+</v>", b"<v>99999</v>"),
            (rb"<v>\d+</v>", b"<v>1e308</v>"),
        ],
    )
    def test_a_sheet_that_lies_about_itself_does_no_harm(self, tmp_path: Path, pattern: bytes, lie: bytes) -> None:
        def change(name: str, content: bytes) -> bytes:
            return re.sub(pattern, lie, content) if "sheet1" in name else content

        path = remade(workbook(tmp_path, children=CHILDREN), change)
        begun = time.process_time()
        report = brought_in(path)
        assert time.process_time() - begun < 2
        assert report.is_accepted == (Child.objects.count() == 1)
        assert report.is_accepted == (b"dimension" in lie)
