"""A worker's day: find a child, record what happened, put it right, and lose nothing that was typed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from disposals.models import Child, Disposal, Offence
from tests.disposals.kept import a_child, an_offence
from tests.journeys.conftest import PASSWORD, PHONE, PageFor, quiet_for, sign_in
from tests.journeys.keyboard import Keyboard
from yjs.people.models import User
from yjs.people.permissions import Role


pytestmark = pytest.mark.browser

UserFor = Callable[[Role], User]


@pytest.fixture
def worker(live_server: object, user_for: UserFor) -> User:
    worker = user_for(Role.WORKER)
    worker.set_password(PASSWORD)
    worker.save()
    return worker


@pytest.fixture
def child(live_server: object) -> Child:
    a_child("Tom", "Hart")
    return a_child("Chloë-Louise", "Smith-Abernethy")


def test_from_a_misspelt_name_to_a_disposal_put_right_without_a_mouse(
    browse: PageFor, worker: User, child: Child
) -> None:
    page = browse()
    keys = Keyboard(page)
    page.goto("/")
    keys.type_into("User name", worker.username)
    keys.type_into("Password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Start")).to_be_visible()

    keys.type_into("Find a child", "abernathy")
    page.keyboard.press("Enter")
    expect(page.locator("#children tbody tr")).to_have_count(1)
    keys.press("link", "Chloë-Louise Smith-Abernethy")

    keys.press("link", "Record an offence")
    keys.type_into("Date committed", "27/3/2024")
    keys.type_into("Description (optional)", "Criminal damage to a bus shelter")
    keys.choose("YJB seriousness score (optional)", "3")
    keys.press("button", "Save this offence")
    expect(page.get_by_text("Offence recorded.")).to_be_visible()

    keys.press("link", "Record its disposal")
    keys.choose("Kind", "Youth cond")
    keys.type_into("Date imposed", "2024-05-09")
    keys.tick("Criminal damage to a bus shelter, 27/03/2024")
    keys.pick("In our area")
    keys.press("button", "Save this disposal")
    history = page.locator(".yjs-history")
    expect(history).to_contain_text("9 May 2024")
    expect(history).to_contain_text("Youth conditional caution")
    told = page.locator(".yjs-history__title").all_inner_texts()
    assert told[:2] == ["Youth conditional caution", "Offence"]

    keys.to(history.get_by_role("link", name="Youth conditional caution"))
    page.keyboard.press("Enter")
    keys.type_into("Date imposed", "10/5/2024")
    keys.press("button", "Save")
    expect(page.get_by_role("link", name="Say why you are changing this.")).to_be_visible()
    expect(page.get_by_label("Date imposed")).to_have_value("10/5/2024")
    keys.type_into("Why are you changing this?", "The letter says the tenth")
    keys.press("button", "Save")
    expect(history).to_contain_text("10 May 2024")
    expect(history).not_to_contain_text("9 May 2024")

    disposal = Disposal.objects.get()
    assert [str(version.history_user) for version in disposal.history.all()] == [worker.name] * 2
    assert disposal.history.first().history_change_reason == "The letter says the tenth"
    assert disposal.offence_refs == [Offence.objects.get().ref]


@pytest.fixture
def offence_form(page_for: PageFor, child: Child, worker: User) -> Page:
    page = page_for(Role.WORKER)
    page.goto(f"/children/{child.pk}/offences/add/")
    page.get_by_label("Description").fill("Typed in a hurry")
    return page


class TestNothingTypedIsLost:
    def test_to_an_error(self, offence_form: Page) -> None:
        offence_form.get_by_label("Date committed").fill("31/2/2024")
        offence_form.get_by_role("button", name="Save this offence").click()
        expect(offence_form.get_by_role("heading", name="There is a problem")).to_be_visible()
        expect(offence_form.get_by_label("Description")).to_have_value("Typed in a hurry")
        expect(offence_form.get_by_label("Date committed")).to_have_value("31/2/2024")
        offence_form.get_by_role("alert").get_by_role("link").first.click()
        expect(offence_form.get_by_label("Date committed")).to_be_focused()

    def test_to_a_link_and_the_way_back(self, offence_form: Page, child: Child) -> None:
        offence_form.get_by_role("link", name="Cancel").click()
        expect(offence_form.get_by_role("heading", name=str(child))).to_be_visible()
        offence_form.go_back()
        expect(offence_form.get_by_label("Description")).to_have_value("Typed in a hurry")
        expect(offence_form.get_by_text("What you typed here before has been put back.")).to_be_visible()
        offence_form.get_by_role("button", name="Start again without it").click()
        expect(offence_form.get_by_label("Description")).to_have_value("")

    def test_to_a_quarter_of_an_hour(self, offence_form: Page, worker: User, child: Child) -> None:
        offence_form.get_by_label("Date committed").fill("1/3/2024")
        quiet_for(minutes=16)
        offence_form.get_by_role("button", name="Save this offence").click()
        expect(offence_form.get_by_text("You were signed out after 15 minutes without use.")).to_be_visible()
        assert Offence.objects.count() == 0
        sign_in(offence_form, worker.username)
        expect(offence_form.get_by_label("Description")).to_have_value("Typed in a hurry")
        offence_form.get_by_role("button", name="Save this offence").click()
        expect(offence_form.get_by_text("Offence recorded.")).to_be_visible()
        assert Offence.objects.get().description == "Typed in a hurry"

    def test_when_there_is_no_javascript_either(self, page_for: PageFor, worker: User, child: Child) -> None:
        page = page_for(Role.WORKER, java_script_enabled=False, viewport=PHONE)
        page.goto("/children/?q=smith")
        page.get_by_role("link", name=str(child)).click()
        page.get_by_role("link", name="Record an offence").click()
        page.get_by_label("Description").fill("Typed on a phone")
        page.get_by_label("Date committed").fill("1/3/2024")
        quiet_for(minutes=16)
        page.get_by_role("button", name="Save this offence").click()
        sign_in(page, worker.username)
        expect(page.get_by_label("Description")).to_have_value("Typed on a phone")
        page.get_by_role("button", name="Save this offence").click()
        expect(page.get_by_text("Offence recorded.")).to_be_visible()

    def test_to_a_second_click(self, offence_form: Page) -> None:
        offence_form.get_by_label("Date committed").fill("1/3/2024")
        offence_form.get_by_role("button", name="Save this offence").dblclick()
        expect(offence_form.get_by_text("Offence recorded.")).to_be_visible()
        assert Offence.objects.count() == 1


def test_two_people_who_change_one_record_each_see_what_the_other_wrote(page_for: PageFor, child: Child) -> None:
    offence = an_offence(child, description="Theft")
    first, second = page_for(Role.WORKER), page_for(Role.MANAGER)
    for page in (first, second):
        page.goto(f"/offences/{offence.pk}/change/")
    for page, text in ((second, "Theft of a bicycle"), (first, "Robbery of a bicycle")):
        page.get_by_label("Description").fill(text)
        page.get_by_label("Why are you changing this?").fill("The file says so")
        page.get_by_role("button", name="Save", exact=True).click()
    clash = first.locator(".yjs-stale")
    expect(clash).to_contain_text("Robbery of a bicycle")
    expect(clash).to_contain_text("Theft of a bicycle")
    expect(clash).to_contain_text("The service manager saved it on")
    expect(first.get_by_label("Description")).to_have_value("Robbery of a bicycle")
    offence.refresh_from_db()
    assert offence.description == "Theft of a bicycle"
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Offence saved.")).to_be_visible()
    assert list(offence.history.order_by("version").values_list("description", flat=True)) == [
        "Theft",
        "Theft of a bicycle",
        "Robbery of a bicycle",
    ]


def test_after_signing_out_the_way_back_shows_nothing(page_for: PageFor, child: Child) -> None:
    page = page_for(Role.WORKER)
    page.goto(child.get_absolute_url())
    expect(page.get_by_role("heading", name=str(child))).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert child.last_name not in page.content()
    assert page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0
