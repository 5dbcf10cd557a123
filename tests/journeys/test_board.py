"""A board member's quarter: figures on a tablet, their definitions a tap away, and no way to a child."""

import re
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.house.canaries import LATER, Service
from tests.journeys.conftest import TABLET, PageFor
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import Role
from yjs.plan.board import MEASURES


pytestmark = pytest.mark.browser

QUARTER = f"/board/2024Q4/as-at/{LATER}/"


@pytest.fixture
def member(page_for: PageFor, made: Service) -> Page:
    return page_for(Role.BOARD, viewport=TABLET, has_touch=True)


def test_the_quarter_is_one_page_of_cards_each_with_its_definition_a_tap_away(member: Page) -> None:
    member.goto("/")
    member.get_by_role("navigation", name="Menu").get_by_role("link", name="Board").tap()
    expect(member.get_by_role("heading", level=1)).to_contain_text("Board report")
    member.goto(QUARTER)
    cards = member.locator(".yjs-card")
    expect(cards).to_have_count(len(MEASURES))
    for place, (measure, _) in enumerate(MEASURES):
        card = cards.nth(place)
        expect(card.get_by_role("heading")).to_have_text(measure.title)
        definition = card.get_by_text(f"Counted: {measure.definition()['Counted']}")
        expect(definition).to_be_hidden()
        card.locator("summary").tap()
        expect(definition).to_be_visible()


def test_a_number_opens_its_figure_and_goes_no_further(member: Page) -> None:
    member.goto(QUARTER)
    member.locator(".yjs-card").first.locator(".yjs-card__value a").tap()
    expect(member.get_by_role("heading", level=1)).to_have_text("First time entrants")
    expect(member.get_by_role("heading", name="How this is counted")).to_be_visible()
    assert not any("/numerator/" in href or "/denominator/" in href for href in links(member))


def links(page: Page) -> set[str]:
    return set(
        page.locator("a[href], form[action]").evaluate_all(
            "all => all.map(one => new URL(one.href || one.action).pathname)"
        )
    )


def test_no_page_leads_a_member_to_a_child(member: Page, made: Service) -> None:
    waiting, opened = ["/", QUARTER, f"/plan/2024-25/as-at/{LATER}/", "/figures/"], set[str]()
    kinds = set[str]()
    while waiting:
        address = waiting.pop()
        # One page of each kind is enough here: what every page says is read elsewhere.
        kind = "/".join(part for part in address.split("/")[:3] if not part[:1].isdigit())
        if address in opened or kind in kinds:
            continue
        opened.add(address)
        kinds.add(kind)
        member.goto(address)
        assert not made.named_in(member.content())
        found = links(member)
        assert not any(href.startswith(("/children", "/records", "/gaps")) for href in found), address
        waiting += sorted(
            href
            for href in found
            if href.startswith(("/figures/", "/plan/", "/board/")) and "." not in href.rsplit("/", 1)[-1]
        )
    assert len(opened) > 10
    for child in made.children:
        refused = member.request.get(child.get_absolute_url())
        assert refused.status == 403
        assert "Your role does not include what is on this page." in refused.text()
        assert not made.named_in(refused.text())
    assert not {ref for line in AccessEvent.objects.all() for ref in line.subjects}


@pytest.mark.parametrize("audience", ["for the management board", "for the public"])
def test_the_report_can_be_taken_along_and_the_log_says_so(member: Page, tmp_path: Path, audience: str) -> None:
    member.goto(QUARTER)
    with member.expect_download() as download:
        member.get_by_role("link", name=re.compile(rf"PDF\W+{audience}")).tap()
    file = tmp_path / "report.pdf"
    download.value.save_as(file)
    text = pypdf.PdfReader(file).pages[0].extract_text()
    assert "Board report" in text
    assert ("Public" in text) == (audience == "for the public")
    line = AccessEvent.objects.get(act=Act.EXPORTED)
    assert (line.username, line.page, line.subjects) == ("the-board", "plan:board-file", [])
