"""The tracker in two browsers at once."""

import datetime as dt
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from disposals.models import Child, Disposal, Offence
from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.journeys.conftest import PHONE, PageFor
from yjs.measures.periods import financial_year_of, today
from yjs.people.permissions import Role
from yjs.records.record import keep


pytestmark = pytest.mark.browser
TWO_SECONDS = 2.0


def cohort(many: int) -> list[Child]:
    """Children cautioned at the beginning of last financial year, some of whom reoffended."""
    year = financial_year_of(today()).year_before()
    children = []
    for number in range(many):
        child = ChildFactory(
            ref=f"K{number:02}",
            first_name=f"Kay{number:02}",
            last_name="Meeting",
            date_of_birth=dt.date(year.start.year - 14, 5, 1),
        )
        on = year.start + dt.timedelta(days=100 + number)
        offence = OffenceFactory(child=child, ref=f"K{number}-0", committed_on=on)
        DisposalFactory(
            child=child, ref=f"K{number}-D0", kind="youth_caution", imposed_on=on, offence_refs=[offence.ref]
        )
        if number % 4 == 0:
            OffenceFactory(child=child, ref=f"K{number}-1", committed_on=on + dt.timedelta(days=30))
        children.append(child)
    return children


def tracker() -> str:
    return f"/reoffending/tracker/{financial_year_of(today()).year_before().slug}/"


def seconds_until(there: Locator) -> float:
    began = time.monotonic()
    there.wait_for()
    return time.monotonic() - began


def wait_until_it_asks(page: Page) -> None:
    """Until the page has asked once whether anything is new."""
    with page.expect_response(lambda response: "state=" in response.url):
        pass


@pytest.mark.django_db(transaction=True)
class TestLive:
    def test_what_is_saved_stands_in_two_browsers_within_two_seconds_and_is_marked(self, page_for: PageFor) -> None:
        child = cohort(4)[1]
        pages = [page_for(Role.MANAGER), page_for(Role.WORKER, viewport=PHONE)]
        for page in pages:
            page.goto(tracker())
            expect(page.locator(f"#child-{child.pk}")).to_be_visible()
            wait_until_it_asks(page)
            page.evaluate("window.stillHere = true")
        keep(Offence(ref="K1-9", child=child, committed_on=today() - dt.timedelta(days=200)), by=None)
        for page in pages:
            assert seconds_until(page.locator(f"#child-{child.pk} .yjs-new")) < TWO_SECONDS
            assert page.evaluate("window.stillHere"), "the page was not reloaded"
        page = pages[0]
        expect(page.locator("[data-news]")).to_contain_text("One child is not as they were")
        page.get_by_role("button", name="Seen").click()
        expect(page.locator(".yjs-new")).to_have_count(0)
        result = {"kind": "referral_order", "imposed_on": today(), "offence_refs": ["K1-9"], "residence": "local"}
        keep(Disposal(child=child, **result), by=None)
        for page in pages:
            assert (
                seconds_until(page.locator(".yjs-told__figure--main").get_by_text("1 of 4", exact=True)) < TWO_SECONDS
            )
        for page in pages:
            page.close()

    def test_without_javascript_it_is_a_page_like_any_other(self, page_for: PageFor) -> None:
        child = cohort(2)[0]
        page = page_for(Role.WORKER, java_script_enabled=False)
        page.goto(tracker())
        expect(page.locator("tr[data-state]")).to_have_count(2)
        page.get_by_role("link", name=str(child)).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(str(child))
