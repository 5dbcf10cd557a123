"""Every page, on a phone and on a desk: nothing that axe finds fault with, and nothing wider than the screen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from disposals.models import Intervention, Offence
from restorative.models import Placement, PlacementDay
from tests.house.access_table import NOBODY, TABLE, addresses
from tests.house.canaries import EARLIER, LATER, Service
from tests.house.printed import Say
from tests.journeys.conftest import A_MINUTE, DESKTOP, PHONE, PageFor, Watch
from tests.records.bundles import zipped
from yjs.people.permissions import ROLES, Role
from yjs.records.record import keep


pytestmark = pytest.mark.browser

FIGURE = f"/figures/binary-reoffending-rate/2024-25/as-at/{LATER}/"
FILES = {
    "plan:plan-file",
    "plan:board-file",
    "reoffending:meeting-note",
    "reoffending:curve-file",
    "reoffending:curve-file-as-at",
    "restorative:photo",
    "restorative:sheet-out",
    "restorative:victim-sample-csv",
    "restorative:victim-sample-xlsx",
}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def whose(name: str) -> Role:
    """The role that opens a page, the manager wherever the manager may."""
    order = (Role.MANAGER, Role.ADMINISTRATOR, *Role)
    return next(role for role in order if TABLE[name].requires in ROLES[role])


def pages(made: Service) -> Iterator[tuple[Role, str]]:
    """One address of every page that shows something, and of what some of them show besides."""
    for name, page in TABLE.items():
        if page.look == 200 and name not in FILES:
            yield whose(name), addresses(name, made)[0]
    for role in (Role.MANAGER, Role.BOARD):
        yield role, f"{FIGURE}?by=age"
        yield role, f"{FIGURE}difference/?then={EARLIER}"
    yield Role.MANAGER, f"{FIGURE}difference/?then=never"
    yield Role.MANAGER, "/children/?q=nobody&age_from=ninety"
    yield Role.MANAGER, "/children/?q=kanari&work=open"
    yield Role.BOARD, "/"
    yield Role.ADMINISTRATOR, "/"
    yield Role.ADMINISTRATOR, made.children[0].get_absolute_url()
    yield Role.MANAGER, reverse("disposals:child-detail", args=[NOBODY])


def after_an_error(page: Page, made: Service, folder: Path) -> None:
    page.goto(reverse("disposals:disposal-add", args=[made.children[0].pk]))
    page.get_by_role("button", name="Save this disposal").click()
    page.get_by_role("heading", name="There is a problem").wait_for()


def after_a_clash(page: Page, made: Service, folder: Path) -> None:
    other = page.context.new_page()
    address = reverse("disposals:child-change", args=[made.children[2].pk])
    for one in (page, other):
        one.goto(address)
    for one, name in ((other, "Theirs"), (page, "A very long name of mine that nobody else would think of")):
        one.get_by_label("Known as").fill(name)
        one.get_by_label("Why are you changing this?").fill("Asked")
        one.get_by_role("button", name="Save", exact=True).click()
    other.close()
    page.locator(".yjs-stale").wait_for()


def a_bundle_with_faults(page: Page, made: Service, folder: Path) -> None:
    page.goto(reverse("records:import-bundle"))
    rows = "".join(f"C{n},Sam,Smith,the {n}th of never in a year that nobody remembers\n" for n in range(60))
    bundle = zipped(folder, {"children.csv": f"child_ref,first_name,last_name,date_of_birth\n{rows}"})
    page.get_by_label("Case bundle").set_input_files(bundle)
    page.get_by_role("button", name="Check this bundle").click()
    page.locator("#problems").wait_for()


def what_was_typed_before(page: Page, made: Service, folder: Path) -> None:
    address = reverse("disposals:offence-add", args=[made.children[0].pk])
    page.goto(address)
    page.get_by_label("Description").fill("Typed in a hurry")
    page.goto("/")
    page.goto(address)
    page.locator(".yjs-kept").wait_for()


def sessions_looked_over(page: Page, made: Service, folder: Path) -> None:
    placement = made.one(Placement)
    page.goto(f"{reverse('restorative:session-plan')}?placement={placement.pk}")
    for label, text in (("First day", "7/4/2035"), ("From", "10:00"), ("To", "13:00"), ("For how many weeks", "3")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("group", name="Children").get_by_role("checkbox").first.check()
    page.get_by_role("main").get_by_role("button").first.click()
    page.get_by_text("Places left").first.wait_for()


def a_sheet_looked_over(page: Page, made: Service, folder: Path) -> None:
    page.goto(made.one(PlacementDay).get_absolute_url().replace("register", "days"))
    with page.expect_download(timeout=A_MINUTE) as download:
        page.get_by_role("link", name="A sheet to fill in without a network (Excel)").click()
    sheet = folder / "register.xlsx"
    download.value.save_as(sheet)
    page.goto(reverse("restorative:sheet-in"))
    page.get_by_label("The sheet").set_input_files(sheet)
    page.get_by_role("button", name="Look the sheet over").click()
    page.get_by_role("heading", level=1).wait_for()


def a_photograph_that_is_none(page: Page, made: Service, folder: Path) -> None:
    page.goto(reverse("restorative:photo-add", args=[made.one(PlacementDay).pk]))
    file = folder / "work.jpg"
    file.write_bytes(b"no picture")
    page.get_by_label("The photograph").set_input_files(file)
    page.get_by_role("button", name="Keep this photograph").click()
    page.get_by_text("This cannot be read as a picture.").first.wait_for()


SCENES: tuple[Callable[[Page, Service, Path], None], ...] = (
    after_an_error,
    after_a_clash,
    a_bundle_with_faults,
    what_was_typed_before,
    sessions_looked_over,
    a_sheet_looked_over,
    a_photograph_that_is_none,
)


def faults_of(page: Page, what: str) -> list[str]:
    """What axe finds, and what is wider than the screen: on a desk, and with the same page on a phone."""
    found = []
    for name, size in (("desk", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size(size)
        for fault in Axe().run(page).response["violations"]:
            where = f"{fault['nodes'][0]['html'][:150]} ({len(fault['nodes'])})"
            found.append(f"{what}, {name}: {fault['id']}, {fault['help']}: {where}")
        found += [f"{what}, {name}: wider than the screen"] if page.evaluate(WIDER) else []
    page.set_viewport_size(DESKTOP)
    return found


@pytest.fixture
def made(made: Service) -> Service:
    """The first child of the service goes by names as long as they come, and so does what is recorded."""
    child = made.children[0]
    child.first_name = "Maria-Magdalena Wilhelmina Christina Ekaterina Scholastica Oluwadamilola"
    child.last_name = (
        "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Worcester-Cholmondeley van der Brzęczyszczykiewicz"
    )
    child.known_as = "Donaudampfschifffahrtsgesellschaftskapitän"
    keep(child, by=None, reason="As the birth certificate has it, https://register.example/certificates/" + "0" * 60)
    for record, name in ((made.one(Intervention), "programme"), (made.one(Offence), "description")):
        setattr(record, name, f"Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, {getattr(record, name)}")
        keep(record, by=None, reason="The file says so")
    return made


def test_every_page_can_be_used_by_everybody(
    page_for: PageFor, browse: PageFor, made: Service, watch: Watch, say: Say, tmp_path: Path
) -> None:
    watch.expected = {"403 (Forbidden)", "404 (Not Found)"}
    people = {role: page_for(role) for role in {Role.BOARD, *map(whose, TABLE)}}
    faults, number = [], 0
    for role, address in pages(made):
        people[role].goto(address)
        faults += faults_of(people[role], address)
        number += 1
    for scene in SCENES:
        scene(people[Role.MANAGER], made, tmp_path)
        faults += faults_of(people[Role.MANAGER], scene.__name__)
        number += 1
    stranger = browse()
    stranger.goto("/")
    stranger.get_by_role("button", name="Sign in").click()
    faults += faults_of(stranger, "the sign-in page")
    assert not faults, "\n".join(faults)
    say("pages in which axe found nothing, 1280 and 360 px wide", number + 1)
