"""An attempt to reach a victim, on a phone between two doors: three taps, fifteen seconds."""

import pytest
from playwright.sync_api import Locator, Page, expect

from restorative.models import Step, Victim, VictimContact
from tests.house.printed import Say
from tests.journeys.conftest import PHONE, PageFor
from tests.journeys.thumb import Thumb, sound
from tests.restorative.victims_kept import a_step, a_victim
from yjs.people.permissions import Role
from yjs.records.days import today


pytestmark = pytest.mark.browser

MOST_TAPS, MOST_SECONDS = 3, 15
VICTIMS = "/restorative/victims/"


@pytest.fixture
def victim(live_server: object) -> Victim:
    a_victim(first_name="Ruairí", last_name="MacAnBhaird", channel="letter")
    return a_victim(channel="phone")


@pytest.fixture
def phone(page_for: PageFor, victim: Victim) -> Page:
    return page_for(Role.VICTIM_WORKER, viewport=PHONE, has_touch=True, is_mobile=True)


def row(page: Page, victim: Victim) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=victim.name))


def test_an_attempt_takes_three_taps_from_the_start_page(phone: Page, victim: Victim, say: Say) -> None:
    phone.goto("/")
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("main").get_by_role("link", name="Victims", exact=True))
    thumb.tap(row(phone, victim).get_by_role("link", name="Tried to reach"))
    thumb.tap(phone.get_by_role("button", name="Phone", exact=True))
    expect(phone.get_by_text("Saved: tried to reach them today (phone).")).to_be_visible()
    said = VictimContact.objects.get()
    assert (said.victim, said.kind, said.on, said.channel) == (victim, Step.ATTEMPT, today(), "phone")
    assert thumb.taps <= MOST_TAPS
    assert thumb.seconds < MOST_SECONDS
    say("taps for an attempt to reach a victim, from the start page", thumb.taps)
    say("seconds for it, at three a tap", round(thumb.seconds))
    sound(phone)


def test_and_two_from_the_page_of_the_victim(phone: Page, victim: Victim) -> None:
    phone.goto(victim.get_absolute_url())
    sound(phone)
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("link", name="Tried to reach", exact=True))
    expect(phone.get_by_role("heading", name="Tried to reach")).to_be_visible()
    sound(phone)
    thumb.tap(phone.get_by_role("button", name="Text message"))
    expect(phone.get_by_text("Saved: tried to reach them today (text message).")).to_be_visible()
    assert (thumb.taps, VictimContact.objects.count()) == (2, 1)


def test_tapped_twice_by_a_shaking_thumb_it_is_there_once(phone: Page, victim: Victim) -> None:
    phone.goto(f"{victim.get_absolute_url()}tried/")
    phone.get_by_role("button", name="Phone", exact=True).dblclick()
    expect(phone.get_by_role("heading", name=victim.name)).to_be_visible()
    assert VictimContact.objects.count() == 1


def test_who_said_no_has_no_such_tap(phone: Page, victim: Victim) -> None:
    a_step(victim, Step.CONSENT, answer=False)
    phone.goto(VICTIMS)
    sound(phone)
    expect(phone.get_by_role("link", name="Tried to reach")).to_have_count(1)
    phone.goto(f"{victim.get_absolute_url()}tried/")
    expect(phone.get_by_text("Do not contact them. No attempt is recorded.")).to_be_visible()
    sound(phone)
