"""The tracker in two browsers at once: what is saved stands on both, and is marked until it has been seen."""

import datetime as dt
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from disposals.models import Child, Disposal, Offence
from reoffending.models import Review
from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.journeys.conftest import PHONE, PageFor
from yjs.measures.periods import today
from yjs.people.permissions import Role
from yjs.records.record import keep, remove


pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWO_SECONDS = 2.0
# Every day of the scene is so many days before the day it is played on, so it holds on any day of the year.
INDEX, REOFFENCE, RESULT, RELEASE = (dt.timedelta(days=days) for days in (300, 250, 200, 150))


def child_followed(number: int, kind: str = "youth_caution") -> Child:
    """A child who was sentenced or cautioned so long ago that nobody's twelve months are over."""
    child = ChildFactory(
        ref=f"L{number:02}",
        first_name=f"Lee{number:02}",
        last_name="Followed",
        date_of_birth=dt.date(today().year - 15, 1, 1),
    )
    on = today() - INDEX
    offence = OffenceFactory(child=child, ref=f"L{number}-0", committed_on=on)
    DisposalFactory(child=child, ref=f"L{number}-D0", kind=kind, imposed_on=on, offence_refs=[offence.ref])
    return child


def tracker(**asked: str) -> str:
    first, last = today() - INDEX - dt.timedelta(days=5), today() - RELEASE + dt.timedelta(days=5)
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/reoffending/tracker/{first}..{last}/{f'?{query}' if query else ''}"


def new_offence(child: Child) -> Offence:
    offence = Offence(ref=f"{child.ref}-9", child=child, committed_on=today() - REOFFENCE)
    keep(offence, by=None)
    return offence


def proof_of(offence: Offence) -> None:
    order = {"kind": "referral_order", "imposed_on": today() - RESULT, "offence_refs": [offence.ref]}
    keep(Disposal(child=offence.child, residence="local", **order), by=None)


def release_of(child: Child) -> None:
    sentence = Disposal.objects.get(child=child)
    sentence.released_on = today() - RELEASE
    keep(sentence, by=None, reason="Released")


def wait_until_it_asks(page: Page) -> None:
    """Until the page has asked once whether anything is new."""
    with page.expect_response(lambda response: "state=" in response.url):
        pass


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("#live")).to_be_visible()
    wait_until_it_asks(page)
    return page


def row(page: Page, child: Child) -> Locator:
    return page.locator(f"#child-{child.pk}")


def news(page: Page) -> Locator:
    return page.locator("[data-news]")


def test_what_is_saved_stands_in_two_browsers_within_two_seconds_without_a_reload(page_for: PageFor) -> None:
    children, inside = (
        [child_followed(number) for number in range(4)],
        child_followed(9, "detention_and_training_order"),
    )
    pages = [page_for(Role.MANAGER), page_for(Role.WORKER, viewport=PHONE)]
    for page in pages:
        opened(page, tracker())
        page.evaluate("window.stillHere = true")

    def stands_on_both(began: float, *what: str) -> None:
        for page in pages:
            for each in what:
                page.locator(each).wait_for()
            assert time.monotonic() - began < TWO_SECONDS
            assert page.evaluate("window.stillHere"), "the page was not reloaded"

    began = time.monotonic()
    offence = new_offence(children[1])
    stands_on_both(began, f"#child-{children[1].pk} .yjs-new:text-is('Changed')")
    began = time.monotonic()
    proof_of(offence)
    stands_on_both(began, ".yjs-told__figure--main:first-child :text-is('1 of 4')")
    began = time.monotonic()
    release_of(inside)
    stands_on_both(
        began, f"#child-{inside.pk} .yjs-new:text-is('New')", ".yjs-told__figure--main:first-child :text-is('1 of 5')"
    )
    for page in pages:
        page.close()


def test_without_javascript_it_is_a_page_like_any_other(page_for: PageFor) -> None:
    child, _ = child_followed(0), child_followed(1)
    page = page_for(Role.WORKER, java_script_enabled=False)
    page.goto(tracker())
    expect(page.locator("#live tr[id^=child-]")).to_have_count(2)
    page.get_by_role("link", name=str(child)).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(child))


class TestWhatIsMarked:
    def test_the_marks_outlive_a_reload_and_another_order_until_they_are_seen(self, page_for: PageFor) -> None:
        children = [child_followed(number) for number in range(3)]
        page = opened(page_for(Role.MANAGER), tracker())
        proof_of(new_offence(children[1]))
        for address in (tracker(), tracker(order="left"), tracker(order="proven")):
            page.goto(address)
            expect(row(page, children[1]).locator(".yjs-new")).to_have_text("Changed")
            expect(page.locator("tr .yjs-new")).to_have_count(1)
            expect(page.locator(".yjs-told__figure .yjs-new").first).to_have_text("Changed")
            expect(news(page)).to_contain_text("1 child is not as when you last looked")
            expect(news(page)).to_contain_text("figures have moved")
        page.get_by_role("button", name="Seen").click()
        expect(page.locator(".yjs-new")).to_have_count(0)
        expect(news(page)).to_be_empty()
        page.reload()
        expect(page.locator("#live")).to_be_visible()
        expect(page.locator(".yjs-new")).to_have_count(0)

    def test_who_moves_up_from_the_second_page_is_not_new(self, page_for: PageFor) -> None:
        children = [child_followed(number) for number in range(52)]
        page = opened(page_for(Role.MANAGER), tracker())
        last = children[-1]
        expect(row(page, last)).to_have_count(0)
        keep(Review(child=last, is_priority=True, why="A new school"), by=None)
        expect(row(page, last).locator(".yjs-new")).to_have_text("Changed")
        expect(page.locator("tr .yjs-new")).to_have_count(1)

    def test_what_changed_on_another_page_is_told_and_marked_there(self, page_for: PageFor) -> None:
        for number in range(51):
            child_followed(number)
        page = opened(page_for(Role.MANAGER), tracker(order="index"))
        last = Child.objects.get(ref="L50")
        expect(row(page, last)).to_have_count(0)
        new_offence(last)
        expect(news(page)).to_contain_text("1 child is not as when you last looked")
        page.goto(tracker(order="index", page="2"))
        expect(row(page, last).locator(".yjs-new")).to_have_text("Changed")

    def test_who_left_and_whose_index_day_was_corrected_are_told(self, page_for: PageFor) -> None:
        gone, corrected = child_followed(0), child_followed(1)
        page = opened(page_for(Role.MANAGER), tracker())
        remove(Disposal.objects.get(child=gone), by=None, reason="Entered twice")
        expect(news(page)).to_contain_text("1 child is no longer in the cohort")
        caution = Disposal.objects.get(child=corrected)
        caution.imposed_on = today() - INDEX + dt.timedelta(days=3)
        keep(caution, by=None, reason="Another day")
        expect(row(page, corrected).locator(".yjs-new")).to_have_text("Changed")

    def test_what_is_kept_for_it_says_nothing_and_goes_with_signing_out(self, page_for: PageFor) -> None:
        child = child_followed(0)
        page = opened(page_for(Role.MANAGER), tracker())
        kept = page.evaluate("JSON.stringify({...sessionStorage})")
        assert kept != "{}"
        for said in (child.ref, child.last_name, f"child-{child.pk}", "open", "caution", "%"):
            assert said not in kept
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        assert page.evaluate("sessionStorage.length") == 0


class TestWhatIsRedrawn:
    def test_nothing_where_nothing_of_this_cohort_was_saved(self, page_for: PageFor) -> None:
        child_followed(0)
        page = opened(page_for(Role.MANAGER), tracker())
        page.evaluate("document.getElementById('live').asItWas = true")
        ChildFactory(ref="ELSE")
        for _ in range(3):
            with page.expect_response(lambda response: "state=" in response.url) as asked:
                pass
            assert asked.value.status == 204
        assert page.evaluate("document.getElementById('live').asItWas")

    def test_what_was_opened_stays_open_and_who_stood_in_a_row_stays_there(self, page_for: PageFor) -> None:
        children = [child_followed(number) for number in range(3)]
        page = opened(page_for(Role.MANAGER), tracker())
        page.evaluate("document.querySelector('[data-news]').asItWas = true")
        page.locator(".yjs-told__figure--main summary").last.click()
        expect(page.locator(".yjs-told__notes[open]")).to_have_count(1)
        page.get_by_role("link", name=str(children[2])).focus()
        new_offence(children[0])
        expect(row(page, children[0]).locator(".yjs-new")).to_be_visible()
        expect(page.locator(".yjs-told__notes[open]")).to_have_count(1)
        expect(page.locator(":focus")).to_have_text(str(children[2]))
        assert page.evaluate("document.querySelector('[data-news]').asItWas"), "what is announced is the same region"
