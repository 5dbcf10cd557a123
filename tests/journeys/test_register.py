"""The register at the allotment gate: eight children on a phone, with a thumb, in a minute and a half."""

import datetime as dt

import pytest
from playwright.sync_api import Locator, Page, expect

from restorative.models import PlacementDay, Reparation, ReparationSession
from tests.disposals.kept import a_child
from tests.house.printed import Say
from tests.journeys.conftest import PHONE, PageFor
from tests.journeys.thumb import Thumb, sound
from tests.restorative.owed import a_day, a_placement, some_reparation
from yjs.people.permissions import Role
from yjs.records.days import today


pytestmark = pytest.mark.browser

NAMES = ("Amira", "Bilal", "Cara", "Dwayne", "Efe", "Ffion", "Grzegorz", "Hana")
MOST_SECONDS = 90


def answer(thumb: Thumb, child: str, answer: str) -> None:
    thumb.tap(card(thumb.page, child).get_by_text(answer, exact=True))


def card(page: Page, child: str) -> Locator:
    return page.get_by_role("group", name=f"{child} Khan", exact=True)


@pytest.fixture
def eight(live_server: object) -> list[Reparation]:
    told = [{"may_have_treatment": name != "Efe"} for name in NAMES]
    return [some_reparation(a_child(name, "Khan"), **said) for name, said in zip(NAMES, told, strict=True)]


@pytest.fixture
def day(eight: list[Reparation]) -> PlacementDay:
    return a_day(a_placement(), *eight)


@pytest.fixture
def phone(page_for: PageFor, day: PlacementDay) -> Page:
    return page_for(Role.WORKER, viewport=PHONE, has_touch=True, is_mobile=True)


def test_eight_children_in_ninety_seconds(phone: Page, day: PlacementDay, say: Say) -> None:
    phone.goto("/restorative/register/")
    sound(phone)
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("link", name="Allotment"))
    expect(card(phone, "Efe")).to_contain_text("No consent to medical treatment.")
    thumb.tap(phone.get_by_role("button", name="All here"))
    answer(thumb, "Bilal", "Unacceptable absence")
    answer(thumb, "Cara", "Acceptable absence")
    answer(thumb, "Dwayne", "Sent home")
    thumb.type(card(phone, "Dwayne").get_by_label("Left"), "1145")
    thumb.tap(phone.get_by_role("button", name="Check answers"))
    expect(phone.get_by_role("heading", name="Check the register")).to_be_visible()
    assert ReparationSession.objects.count() == 0
    thumb.tap(phone.get_by_role("button", name="Confirm and keep"))
    expect(phone.get_by_text("Register kept: 8 recorded.")).to_be_visible()
    assert thumb.seconds < MOST_SECONDS
    say("taps for a register of eight children, three of them not simply there", thumb.taps)
    say("seconds for it, at three a tap", round(thumb.seconds))
    sound(phone)
    told = {
        one.reparation.child.first_name: one for one in ReparationSession.objects.select_related("reparation__child")
    }
    assert len(told) == 8
    assert [told["Bilal"].absence, told["Cara"].absence] == ["unacceptable", "acceptable"]
    assert (told["Dwayne"].left_at, told["Dwayne"].hours_credited) == (dt.time(11, 45), 1.75)
    assert {one.hours_credited for name, one in told.items() if name not in ("Bilal", "Cara", "Dwayne")} == {3}


def test_every_step_of_it_is_sound_on_a_phone(phone: Page, day: PlacementDay) -> None:
    phone.goto(f"/restorative/register/{day.pk}/")
    sound(phone)
    phone.get_by_role("button", name="Check answers").tap()
    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    sound(phone)
    phone.get_by_role("alert").get_by_role("link").first.tap()
    expect(card(phone, "Amira").get_by_label("Here")).to_be_focused()
    phone.get_by_role("button", name="All here").tap()
    phone.get_by_role("button", name="Check answers").tap()
    expect(phone.get_by_role("heading", name="Check the register")).to_be_visible()
    sound(phone)
    phone.get_by_role("button", name="Go back and change").tap()
    expect(card(phone, "Hana").get_by_label("Here")).to_be_checked()


def test_it_needs_no_javascript(page_for: PageFor, day: PlacementDay) -> None:
    page = page_for(Role.WORKER, viewport=PHONE, java_script_enabled=False)
    page.goto(f"/restorative/register/{day.pk}/")
    card(page, "Bilal").get_by_label("Unacceptable absence").check()
    page.get_by_role("button", name="All here").click()
    expect(card(page, "Amira").get_by_label("Here")).to_be_checked()
    expect(card(page, "Bilal").get_by_label("Unacceptable absence")).to_be_checked()
    page.get_by_role("button", name="Check answers").click()
    page.get_by_role("button", name="Confirm and keep").click()
    expect(page.get_by_text("Register kept: 8 recorded.")).to_be_visible()


def test_confirmed_twice_and_from_two_phones_it_is_there_once(
    phone: Page, page_for: PageFor, day: PlacementDay
) -> None:
    other = page_for(Role.MANAGER, viewport=PHONE)
    for page in (phone, other):
        page.goto(f"/restorative/register/{day.pk}/")
        page.get_by_role("button", name="All here").click()
    card(other, "Hana").get_by_label("Acceptable absence", exact=True).check()
    for page in (phone, other):
        page.get_by_role("button", name="Check answers").click()
        expect(page.get_by_role("heading", name="Check the register")).to_be_visible()
    phone.get_by_role("button", name="Confirm and keep").dblclick()
    expect(phone.get_by_role("heading", name="Allotment")).to_be_visible()
    other.get_by_role("button", name="Confirm and keep").click()
    clash = other.locator(".yjs-stale")
    expect(clash).to_contain_text("Hana Khan")
    expect(clash).to_contain_text("Acceptable absence")
    assert ReparationSession.objects.count() == 8
    assert set(ReparationSession.objects.values_list("version", "held_on")) == {(1, today())}
