"""An administrator lets people in and out and reads the log of who looked, and sees no child and no figure."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.house.canaries import Service
from tests.journeys.conftest import PageFor, Watch, sign_in
from yjs.people.models import User
from yjs.people.permissions import Role


pytestmark = pytest.mark.browser

FIRST, OWN = "handed over in person", "known to nobody but me"


@pytest.fixture
def administrator(page_for: PageFor, made: Service) -> Page:
    return page_for(Role.ADMINISTRATOR)


def test_somebody_joins_chooses_a_password_changes_role_and_leaves(
    administrator: Page, browse: PageFor, watch: Watch
) -> None:
    watch.expected = {"403 (Forbidden)"}
    administrator.goto("/")
    administrator.get_by_role("navigation", name="Menu").get_by_role("link", name="People").click()
    administrator.get_by_role("link", name="Add a person").click()
    administrator.get_by_label("Name", exact=True).fill("Siân O’Brien")
    administrator.get_by_label("User name").fill("sian")
    administrator.get_by_label("Worker", exact=True).check()
    administrator.get_by_label("First password", exact=True).fill("too short")
    administrator.get_by_label("First password again").fill("too short")
    administrator.get_by_role("button", name="Add this person").click()
    expect(administrator.get_by_role("heading", name="There is a problem")).to_be_visible()
    administrator.get_by_label("First password", exact=True).fill(FIRST)
    administrator.get_by_label("First password again").fill(FIRST)
    administrator.get_by_role("button", name="Add this person").click()
    expect(administrator.get_by_text("Siân O’Brien can sign in now.")).to_be_visible()

    theirs = browse()
    theirs.goto("/")
    sign_in(theirs, "sian", FIRST)
    theirs.get_by_role("link", name="Siân O’Brien").click()
    theirs.get_by_label("Old password").fill(FIRST)
    theirs.get_by_label("New password", exact=True).fill(OWN)
    theirs.get_by_label("New password confirmation").fill(OWN)
    theirs.get_by_role("button", name="password").last.click()
    expect(theirs.get_by_text("Your password is changed.")).to_be_visible()
    expect(theirs.get_by_role("navigation", name="Menu").get_by_role("link", name="Children")).to_be_visible()

    administrator.get_by_role("link", name="Siân O’Brien").click()
    administrator.get_by_label("Board member").check()
    administrator.get_by_role("button", name="Save").click()
    expect(administrator.get_by_text("Siân O’Brien is saved.")).to_be_visible()
    theirs.goto("/children/")
    expect(theirs.get_by_text("You were signed out after a change of role or password.")).to_be_visible()
    sign_in(theirs, "sian", OWN)
    expect(theirs.get_by_role("heading", name="You cannot open this page")).to_be_visible()

    administrator.get_by_role("link", name="Siân O’Brien").click()
    administrator.get_by_label("May sign in").uncheck()
    administrator.get_by_role("button", name="Save").click()
    theirs.goto("/")
    sign_in(theirs, "sian", OWN)
    expect(theirs.get_by_text("That user name and password do not go together.").first).to_be_visible()
    assert User.objects.get(username="sian").is_active is False


def test_the_log_says_who_looked_at_whom_and_names_no_child(
    administrator: Page, made: Service, client_for: Callable[[Role], Client]
) -> None:
    child = made.children[1]
    client_for(Role.WORKER).get(child.get_absolute_url())
    administrator.goto("/")
    administrator.get_by_role("navigation", name="Menu").get_by_role("link", name="Access log").click()
    administrator.get_by_label("Child reference").fill(child.ref)
    administrator.get_by_role("button", name="Show").click()
    lines = administrator.locator("#access-log tbody tr")
    expect(lines).to_have_count(1)
    for words in ("the-worker", "Looked", child.ref, "Child’s page"):
        expect(lines).to_contain_text(words)
    assert not made.named_in(administrator.content())


def test_nothing_leads_to_a_child_or_a_figure(administrator: Page, made: Service) -> None:
    for address in ("/", "/people/", "/people/add/", "/people/access-log/", "/people/password/"):
        administrator.goto(address)
        found = administrator.locator("a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert not [href for href in found if href.startswith(("/children", "/figures", "/plan", "/board", "/records"))]
        assert not made.named_in(administrator.content())
    for address in ("/children/", "/figures/", "/board/", made.children[0].get_absolute_url()):
        assert administrator.request.get(address).status == 403
