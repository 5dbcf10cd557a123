"""The commands that make documents and print definitions: what they write opens again, what they refuse they explain."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.places import small_place  # noqa: F401
from yjs.documents.formats import FORMATS
from yjs.measures.catalogue import measures
from yjs.plan.editions import edition_for


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_place")]


def run(*words: str, **more: Any) -> tuple[str, str]:
    """What a command says, and what it complains of."""
    out, err = io.StringIO(), io.StringIO()
    call_command(*words, stdout=out, stderr=err, **more)
    return out.getvalue(), err.getvalue()


class TestPlan:
    def test_every_format_is_written_and_opens_again(self, tmp_path: Path) -> None:
        out, err = run("plan", "2018/19", "--as-at", "2026-11-01", "--out", str(tmp_path / "new" / "folder"))
        paths = [Path(line) for line in out.splitlines()]
        assert [path.name for path in paths] == [
            f"youth-justice-plan-2018-19.{each.extension}" for each in FORMATS.values()
        ]
        assert err == ""
        pdf, word, excel, comma, page = paths
        headings = [f"{n} {section.heading}" for n, section in enumerate(edition_for(2018).sections, 1)]
        pages = pypdf.PdfReader(pdf).pages
        assert "Youth Justice Plan 2018/19" in pages[0].extract_text()
        assert "Figures as at 1 November 2026" in pages[0].extract_text()
        told = docx.Document(str(word))
        assert [p.text for p in told.paragraphs if p.style is not None and p.style.name == "Heading 1"] == headings
        sheets = openpyxl.load_workbook(excel).sheetnames
        assert (sheets[0], sheets[-1], len(sheets)) == ("Contents", "Notes", len(told.tables) + 2)
        lines = list(csv.DictReader(io.StringIO(comma.read_text(encoding="utf-8-sig"))))
        assert {line["as_at"] for line in lines} == {"2026-11-01"}
        assert {line["audience"] for line in lines} == {"board"}
        assert all(heading in page.read_text(encoding="utf-8") for heading in headings)

    def test_only_the_formats_asked_for_in_their_order(self, tmp_path: Path) -> None:
        out, _ = run("plan", "2018/19", "--formats", "csv, html,csv", "--out", str(tmp_path))
        assert [Path(line).suffix for line in out.splitlines()] == [".csv", ".html"]
        assert len(list(tmp_path.iterdir())) == 2

    def test_as_json_it_says_which_files_and_which_totals_do_not_add_up(self, tmp_path: Path) -> None:
        out, _ = run("plan", "2018/19", "--formats", "csv", "--out", str(tmp_path), "--format", "json")
        assert json.loads(out) == {"files": [str(tmp_path / "youth-justice-plan-2018-19.csv")], "slips": []}

    def test_for_the_public_it_is_another_file_with_its_small_numbers_hidden(self, tmp_path: Path) -> None:
        run("plan", "2018/19", "--formats", "csv", "--out", str(tmp_path), "--audience", "public")
        text = (tmp_path / "youth-justice-plan-2018-19-public.csv").read_text(encoding="utf-8-sig")
        lines = list(csv.DictReader(io.StringIO(text)))
        assert "[c]" in {line["shown"] for line in lines}
        assert not {line["value"] for line in lines if line["unit"] == "count"} & {"1", "2", "3", "4"}

    def test_as_known_on_a_day_it_is_the_same_bytes_again(self, tmp_path: Path) -> None:
        for folder in ("one", "two"):
            words = ["--as-at", "2019-03-31", "--formats", "csv,xlsx", "--out", str(tmp_path / folder)]
            run("plan", "2018/19", *words)
        for path in (tmp_path / "one").iterdir():
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()

    def test_without_a_folder_it_goes_to_the_data_folder(self) -> None:
        out, _ = run("plan", "2018/19", "--formats", "csv")
        path = Path(out.strip())
        assert path.parent == settings.YJS_DATA / "documents"
        path.unlink()

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["2018Q4"], "2018Q4 is not a financial year. Write it as 2018/19."),
            (["2018"], "2018 is not a financial year. Write it as 2018/19."),
            (["2018/20"], "'2018/20' is not a period"),
            (["2018/19", "--as-at", "yesterday"], "'yesterday' is not a day since 1950. Write it as 2019-03-31."),
            (["2018/19", "--as-at", "9999-12-31"], "9999-12-31 has not come yet. Give today or an earlier day."),
            (["2018/19", "--formats", ""], "No format is named. Choose from pdf, docx, xlsx, csv, html."),
            (["2018/19", "--formats", " , "], "No format is named. Choose from pdf, docx, xlsx, csv, html."),
            (
                ["2018/19", "--formats", "pdf,odt,rtf"],
                "odt, rtf: not a format. Choose from pdf, docx, xlsx, csv, html.",
            ),
        ],
    )
    def test_what_it_refuses_it_explains_and_nothing_is_written(
        self, tmp_path: Path, words: list[str], said: str
    ) -> None:
        with pytest.raises(CommandError) as refused:
            run("plan", *words, "--out", str(tmp_path))
        assert said in str(refused.value)
        assert refused.value.returncode == 2
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_cannot_be_written_to_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(CommandError, match="file/in could not be written to: Not a directory.") as refused:
            run("plan", "2018/19", "--formats", "csv", "--out", str(tmp_path / "file" / "in"))
        assert refused.value.returncode == 1

    def test_a_document_is_for_the_board_or_the_public(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="invalid choice: 'everybody'"):
            run("plan", "2018/19", "--audience", "everybody", "--out", str(tmp_path))


class TestBoard:
    def test_the_report_of_a_quarter(self, tmp_path: Path) -> None:
        out, _ = run("board", "2018Q4", "--formats", "csv,docx", "--out", str(tmp_path))
        assert [Path(line).name for line in out.splitlines()] == [
            "board-report-2018Q4.csv",
            "board-report-2018Q4.docx",
        ]
        told = docx.Document(str(tmp_path / "board-report-2018Q4.docx"))
        assert "Board report, January to March 2019" in {p.text for p in told.paragraphs}

    def test_a_year_is_not_a_quarter(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"2018/19 is not a quarter\. Write it as 2018Q4\.") as refused:
            run("board", "2018/19", "--out", str(tmp_path))
        assert refused.value.returncode == 2


class TestDefinitions:
    def test_every_measure_with_every_part_of_its_definition(self) -> None:
        out, _ = run("definitions")
        for slug, measure in measures().items():
            assert f"{measure.title} ({slug})" in out
            for part, words in measure.definition().items():
                assert f"  {part}: {words}\n" in out
            assert f"  Split by: {', '.join(b.slug for b in measure.breakdowns) or 'nothing'}\n" in out

    def test_one_measure_as_json(self) -> None:
        out, _ = run("definitions", "custody-rate", "--format", "json")
        measure = measures()["custody-rate"]
        assert json.loads(out) == {
            "custody-rate": {
                "title": "Custody rate",
                **measure.definition(),
                "breakdowns": [breakdown.slug for breakdown in measure.breakdowns],
            }
        }

    def test_a_measure_that_is_not_there(self) -> None:
        with pytest.raises(CommandError, match="There is no measure 'shoe-size'") as refused:
            run("definitions", "shoe-size")
        assert refused.value.returncode == 2
