"""Figures about victims open as many records as they count, and tell nobody outside the wall more than how many."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client

from restorative.measures import consented, processes, victims
from restorative.models import Step, Victim
from tests.disposals.kept import a_child, an_offence
from tests.reading import links_of, whole_text_of
from tests.restorative.victims_kept import a_process, a_step, a_victim, days_ago
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period, today
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role
from yjs.records.book import Book
from yjs.records.record import keep, remove
from yjs.records.subjects import whom


pytestmark = pytest.mark.django_db
ClientFor = Callable[[Role | str], Client]
OPENERS = [role for role in Role if May.SEE_RECORDS_BEHIND in ROLES[role]]
MODULES = {module.__name__ for module in (consented, processes, victims)}
SLUGS = [slug for slug, measure in measures().items() if measure.__module__ in MODULES]
FIRST, LAST, ROAD = "Zéphyrine", "Quillfeather", "Quincewhistle Paddock"
# Where it came from, a reference can hold a name.
REF = "QUILLFEATHER-Z-1"
CHILD = "Wagtailson"


def period() -> str:
    return f"{days_ago(60)}..{today()}"


@pytest.fixture
def harmed() -> Victim:
    """A victim whose records were changed and removed today, each time with a reason that names her."""
    child = a_child("Rafferty", CHILD, ref="CHILD-7")
    offence = an_offence(child, committed_on=days_ago(50))
    why = f"{FIRST} {LAST} of {ROAD} rang"
    victim = a_victim(offence, ref=REF, first_name=FIRST, last_name=LAST, address=f"1 {ROAD}")
    victim.details_from_police_on = days_ago(8)
    keep(victim, by=None, reason=why)
    step = a_step(victim, Step.CONTACTED, days_ago(5))
    step.on = days_ago(6)
    keep(step, by=None, reason=why)
    held = a_process(victim, child, days_ago(2), victim_satisfied=True)
    held.victim_satisfied = False
    keep(held, by=None, reason=why)
    other = a_victim(offence, ref="H8", first_name=FIRST, last_name=LAST)
    remove(other, by=None, reason=why)
    return victim


def tells(said: str) -> list[str]:
    return [word for word in (FIRST, LAST, LAST.upper(), ROAD, "rang") if word in said]


@pytest.mark.parametrize("slug", SLUGS)
def test_what_moved_a_figure_says_neither_how_nor_why_nor_who(client_for: ClientFor, harmed: Victim, slug: str) -> None:
    address = f"/figures/{slug}/{period()}/as-at/{today()}/difference/?then={days_ago(30)}"
    for role in OPENERS:
        response = client_for(role).get(address)
        assert response.status_code == 200
        assert tells(whole_text_of(response)) == []


def test_a_victim_who_moved_is_there_by_reference_and_the_look_is_in_the_log(
    client_for: ClientFor, harmed: Victim
) -> None:
    address = f"/figures/first-contact-in-time/{period()}/as-at/{today()}/difference/?then={days_ago(30)}"
    said = whole_text_of(client_for(Role.ANALYST).get(address))
    assert f"Victim {harmed.pk}" in said
    assert "removed since" not in said
    assert "Not shown: it is for those who work with victims" in said
    assert f"victim {harmed.pk}" in AccessEvent.objects.latest("pk").subjects


@pytest.mark.parametrize("slug", ["victims-contacted", "restorative-processes", "victims-satisfied"])
@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_as_many_records_open_as_were_counted_and_none_says_whose_it_was(
    client_for: ClientFor, harmed: Victim, slug: str, part: str
) -> None:
    if part == "denominator" and slug != "victims-satisfied":
        return
    for role in OPENERS:
        response = client_for(role).get(f"/figures/{slug}/{period()}/as-at/{today()}/{part}/")
        rows, said = response.context["rows"], whole_text_of(response)
        assert f"{len(rows)}" == response.context["number"]
        assert all(len(row) == 1 and set(row[0]) == {"text"} for row in rows)
        assert CHILD not in said
        assert "removed since" not in said
        assert AccessEvent.objects.latest("pk").subjects or not rows


@pytest.mark.parametrize("slug", ["victims-contacted", "restorative-processes"])
def test_who_works_with_victims_opens_the_victims_behind_their_figures(
    client_for: ClientFor, harmed: Victim, slug: str
) -> None:
    client = client_for(Role.VICTIM_WORKER)
    figure = client.get(f"/figures/{slug}/{period()}/")
    assert figure.status_code == 200  # as known now, and not as last released
    (address,) = [href for href in links_of(figure) if href.endswith("/numerator/")]
    behind = client.get(address)
    (row,) = behind.context["rows"]
    assert behind.context["number"] == "1"
    assert f"victim {harmed.pk}" in AccessEvent.objects.get(page="documents:records-behind").subjects
    assert f"{FIRST} {LAST}" in whole_text_of(client.get(row[0]["href"]))


@pytest.mark.parametrize("role", [role for role in Role if role not in OPENERS])
def test_nobody_else_who_may_open_no_records_opens_those_of_any_figure(
    client_for: ClientFor, harmed: Victim, role: Role
) -> None:
    client = client_for(role)
    for slug, measure in measures().items():
        theirs = role is Role.VICTIM_WORKER and measure.worked_on_by is May.SEE_VICTIMS
        response = client.get(f"/figures/{slug}/{period()}/as-at/{today()}/numerator/")
        assert response.status_code == (200 if theirs else 403), slug
        assert AccessEvent.objects.latest("pk").act == ("looked" if theirs else "refused")


def test_only_figures_whose_records_are_all_behind_the_wall_are_opened_from_behind_it(harmed: Victim) -> None:
    made, asked = Book.at(today()), Period.from_slug(period())
    for slug, measure in measures().items():
        figure = measure.figure(made, asked)
        kinds = {apps.get_model(part.kind).seen_with for part in (figure.numerator, figure.denominator) if part}
        assert (kinds == {May.SEE_VICTIMS}) == (measure.worked_on_by is May.SEE_VICTIMS), slug


def test_what_goes_out_about_victims_is_in_the_log_by_reference(client_for: ClientFor, harmed: Victim) -> None:
    asked = {"form": "zip", "purpose": "moving to another system", "recipient": "ourselves"}
    response = client_for(Role.VICTIM_WORKER).post("/records/export/", asked)
    assert response["Content-Type"] == "application/zip"
    assert {f"victim {harmed.pk}", "CHILD-7"} <= {*AccessEvent.objects.get(act="exported").subjects}


def test_what_comes_in_about_a_victim_is_in_the_log_by_reference(harmed: Victim) -> None:
    assert whom(harmed) == [f"victim {harmed.pk}"]
    assert whom(a_step(harmed, Step.ATTEMPT, days_ago(1))) == [f"victim {harmed.pk}"]
    assert set(whom(harmed.restorativeprocess_set.get())) == {"CHILD-7", f"victim {harmed.pk}"}
