"""A manager's questions: which records make this number, why did it move, and can these be brought in."""

import re
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from playwright.sync_api import Page, expect

from disposals.models import Child, Offence
from tests.house.canaries import EARLIER, LATER, Service
from tests.journeys.conftest import PageFor
from tests.records.bundles import zipped
from yjs.measures.periods import Period
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import Role
from yjs.plan.building import build_plan
from yjs.records.book import Book


pytestmark = pytest.mark.browser

PLAN = f"/plan/2024-25/as-at/{LATER}/"
CHILDREN = "child_ref,first_name,last_name,date_of_birth\nN1,Ivy,Underwood,2010-02-03\nN2,Noah,Pike,{born}\n"
OFFENCES = "offence_ref,child_ref,committed_on,seriousness\nNO1,N1,2024-04-25,3\n"


@pytest.fixture
def manager(page_for: PageFor, made: Service) -> Page:
    return page_for(Role.MANAGER)


def whole_number(text: str) -> int:
    return int(text.replace(",", ""))


def test_every_kind_of_number_of_the_plan_opens_as_many_records_as_it_says(manager: Page, made: Service) -> None:
    manager.goto(PLAN)
    expect(manager.get_by_role("heading", level=1)).to_contain_text("2024/25")
    figures = manager.locator("main table a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    measures = {href.split("/")[2]: href for href in reversed(figures) if "year-to" not in href and "2024" in href}
    assert len(measures) > 4
    opened = records = 0
    for href in measures.values():
        manager.goto(href)
        for part in ("Counted", "Out of"):
            fact = manager.locator(".govuk-summary-list__row").filter(has=manager.get_by_text(part, exact=True)).first
            if not fact.get_by_role("link").count() or "£" in fact.inner_text():
                continue
            number = whole_number(fact.get_by_role("link").inner_text().split()[0])
            fact.get_by_role("link").click()
            expect(manager.get_by_role("heading", level=1)).to_have_text(f"{part}: {number:,}")
            if manager.get_by_text("The amounts added up").count():
                manager.go_back()
                continue
            assert manager.locator("#records-behind tbody tr").count() == number
            opened, records = opened + 1, records + number
            manager.go_back()
    assert opened >= 6
    assert records > 0
    children = {child.ref for child in made.children}
    assert children <= {ref for line in AccessEvent.objects.all() for ref in line.subjects}


def test_a_bundle_is_looked_over_put_right_and_brought_in(manager: Page, tmp_path: Path) -> None:
    wrong = zipped(
        tmp_path, {"children.csv": CHILDREN.format(born="13/25/2010"), "offences.csv": OFFENCES}, "wrong.zip"
    )
    right = zipped(
        tmp_path, {"children.csv": CHILDREN.format(born="25/12/2010"), "offences.csv": OFFENCES}, "right.zip"
    )
    before = Child.objects.count()
    manager.goto("/")
    manager.get_by_role("navigation", name="Menu").get_by_role("link", name="Import").click()
    manager.get_by_role("button", name="Check this bundle").click()
    expect(manager.get_by_role("link", name="Choose the file.")).to_be_visible()

    manager.get_by_label("Case bundle").set_input_files(wrong)
    manager.get_by_role("button", name="Check this bundle").click()
    expect(manager.get_by_text("1 error, 0 warnings.")).to_be_visible()
    problem = manager.locator("#problems tbody tr")
    expect(problem).to_have_count(1)
    for words in ("children.csv", "3", "date_of_birth", "13/25/2010", "There is no such day. Write it as"):
        expect(problem).to_contain_text(words)
    assert Child.objects.count() == before
    manager.get_by_role("button", name="Store nothing").click()
    expect(manager.get_by_text("Nothing was stored, and the file is thrown away.")).to_be_visible()

    manager.get_by_label("Case bundle").set_input_files(right)
    manager.get_by_role("button", name="Check this bundle").click()
    expect(manager.get_by_text("Nothing is stored yet.")).to_be_visible()
    manager.get_by_role("button", name="Store 3 records").click()
    expect(manager.get_by_text("The bundle is stored: 3 new records, 0 changed.")).to_be_visible()
    manager.goto("/children/?q=underwod")
    manager.get_by_role("link", name="Ivy Underwood").click()
    expect(manager.locator("#offences tbody tr")).to_have_count(1)
    assert Offence.objects.filter(child__ref="N1").count() == 1
    assert AccessEvent.objects.get(act=Act.IMPORTED).subjects == ["N1", "N2"]


def test_the_difference_names_the_records_that_explain_it(manager: Page) -> None:
    manager.goto(f"/figures/binary-reoffending-rate/2024-25/as-at/{LATER}/")
    then, now = EARLIER.strftime("%d/%m/%Y"), manager.locator(".yjs-card__value").inner_text()
    manager.get_by_label("Set it against what was known at the end of").fill("1/1/2999")
    manager.get_by_role("button", name="Show the difference").click()
    expect(manager.get_by_role("heading", name="There is a problem")).to_be_visible()
    manager.get_by_label("Set it against what was known at the end of").fill(then)
    manager.get_by_role("button", name="Show the difference").click()
    table = manager.get_by_role("table", name="The figure at two moments")
    expect(table).to_contain_text("31 December 2024")
    expect(table).to_contain_text("30 June 2025")
    expect(table).to_contain_text(now)
    came_in = table.locator("tr").filter(has_text="Counted").locator("td").nth(2).inner_text()
    assert whole_number(came_in) > 0
    expect(manager.get_by_text("Disposal Referral order, 01/05/2025").first).to_be_visible()


def test_the_plan_comes_in_word_and_opens(manager: Page, tmp_path: Path) -> None:
    manager.goto(PLAN)
    with manager.expect_download() as download:
        manager.get_by_role("link", name=re.compile(r"Word\W+for the management board")).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "youth-justice-plan-2024-25.docx"
    with ZipFile(file) as packed:
        assert packed.testzip() is None
    document = docx.Document(str(file))
    plan = build_plan(Period.parse("2024/25"), Book.at(LATER))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        placed.title for placed in plan.contents if placed.block.level == 1
    ]
    assert AccessEvent.objects.get(act=Act.EXPORTED).page == "plan:plan-file"
