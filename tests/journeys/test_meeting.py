"""The weekly meeting: about twenty children, held by keyboard alone, and what is left of it on one page."""

import datetime as dt
import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from disposals.models import Child, Offence
from reoffending.models import Action, Meeting
from restorative.models import Victim
from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.house.harmed import HARMED
from tests.journeys.conftest import PageFor
from tests.journeys.keyboard import Keyboard
from tests.restorative.victims_kept import a_victim
from yjs.measures.periods import financial_year_of, today
from yjs.people.permissions import Role
from yjs.records.record import keep


pytestmark = pytest.mark.browser
TO_DO = "Visit number {}: at home, then ring the school about the timetable and write to the family"
NOTE = "Each child was talked about in turn, and the worker said what has changed and who is asked next. " * 15


def cohort(many: int) -> list[Child]:
    """Children cautioned in the summer of last financial year, some of whom reoffended."""
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


def harmed_by(children: list[Child]) -> list[Victim]:
    """A victim of each child's last offence, by a name that stands nowhere else."""
    victims = []
    for child, (first_name, last_name, *_) in zip(children, HARMED, strict=False):
        offence = Offence.objects.filter(child=child).latest("committed_on")
        kind = "person" if first_name else "business"
        victims.append(a_victim(offence, kind=kind, first_name=first_name, last_name=last_name))
    return victims


@pytest.mark.django_db(transaction=True)
def test_a_meeting_about_twenty_children_is_held_by_keyboard_alone(page_for: PageFor) -> None:
    victims = harmed_by(cohort(20))
    page = page_for(Role.MANAGER)
    keyboard = Keyboard(page)
    page.goto(tracker())
    keyboard.press("button", "Hold the meeting")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meeting of")
    page.wait_for_load_state()
    page.keyboard.press("n")
    talked_about = []
    for place in range(1, 21):
        expect(page.get_by_text(f"{place} of 20", exact=True)).to_be_visible()
        talked_about.append(page.get_by_role("heading", level=1).inner_text().split("\n")[0])
        keyboard.type_into("What is to be done", TO_DO.format(place))
        keyboard.type_into("Who", "Jo Ellis")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Action recorded.")).to_be_visible()
        page.wait_for_load_state()
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Actions of this meeting")).to_be_visible()
    assert len(set(talked_about)) == 20
    keyboard.press("link", "Close the meeting")
    keyboard.type_into("Note of the meeting (optional)", f"{NOTE}All were gone through.")
    keyboard.press("button", "Close the meeting")
    expect(page.get_by_text("The meeting is closed and its note is kept.")).to_be_visible()
    meeting = Meeting.objects.get()
    assert (meeting.is_closed, meeting.note) == (True, f"{NOTE}All were gone through.")
    assert Action.objects.count() == 20
    href = page.get_by_role("link", name="The meeting on one page (PDF)").get_attribute("href")
    pdf = pypdf.PdfReader(io.BytesIO(page.request.get(href).body()))
    assert len(pdf.pages) == 1
    said = re.sub(r"\s+", " ", pdf.pages[0].extract_text())
    assert "20 children." in said
    for place in range(1, 21):
        assert TO_DO.format(place) in said
    assert "All were gone through." in said
    assert len(victims) == 20
    for victim in victims:
        assert not victim.is_told_by(said)
        assert victim.is_told_by(f"{said} {victim.name}")


@pytest.mark.django_db(transaction=True)
def test_without_javascript_the_next_child_and_the_action_are_a_few_tabs_away(page_for: PageFor) -> None:
    children = cohort(3)
    page = page_for(Role.WORKER, java_script_enabled=False)
    page.goto(tracker())
    page.get_by_role("button", name="Hold the meeting").click()
    page.get_by_role("link", name="First child (key n)").click()
    focused = page.locator(":focus")
    for place in range(1, len(children)):
        expect(page.get_by_text(f"{place} of 3", exact=True)).to_be_visible()
        expect(focused).to_have_attribute("id", "card")
        page.keyboard.press("Tab")
        expect(focused).to_have_text("Next child (key n)")
        page.keyboard.press("Enter")
    expect(focused).to_have_attribute("id", "card")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(focused).to_have_attribute("name", "what")
    page.keyboard.type("Ring the school")
    page.keyboard.press("Tab")
    page.keyboard.type("Jo Ellis")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Action recorded.")).to_be_visible()
    assert Action.objects.get().what == "Ring the school"


@pytest.mark.django_db(transaction=True)
def test_what_was_left_to_do_comes_first_next_time(page_for: PageFor) -> None:
    child = cohort(1)[0]
    year = financial_year_of(today()).year_before()
    last = Meeting(held_on=today() - dt.timedelta(days=7), asked=f"{year.slug}/?rule=substantive", is_closed=True)
    keep(last, by=None)
    keep(Action(meeting=last, child=child, what="Ring the school", owner="Jo Ellis", due_on=today()), by=None)
    page = page_for(Role.WORKER)
    page.goto(tracker())
    page.get_by_role("button", name="Hold the meeting").click()
    expect(page.locator("main")).to_contain_text(re.compile("Still to do from last time.*Ring the school", re.DOTALL))
    page.get_by_role("button", name=re.compile(r"Done\s*: Ring the school")).click()
    expect(page.get_by_text("Nothing is left to do.")).to_be_visible()
    assert Action.objects.get().done_on == today()
