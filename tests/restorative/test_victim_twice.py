"""A victim who may be recorded already, and details that came in an unlikely way: asked about and said, not refused."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from disposals.models import Child
from restorative.models import Victim
from tests.disposals.kept import a_child, an_offence, fill_in, shown
from tests.restorative.victims_kept import a_victim, days_ago
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


def add(worker: Client, child: Child, *refs: str, last: str = "o'brien-nowak ") -> HttpResponse:
    typed = {"offence_refs": list(refs), "first_name": "SÍLE", "last_name": last}
    return fill_in(worker, f"{reverse('restorative:victim-add')}?child={child.pk}", **typed)


class TestTwice:
    def test_a_victim_of_the_name_and_the_offence_is_asked_about_once(self, worker: Client) -> None:
        child = a_child()
        offence, another = an_offence(child), an_offence(child)
        known = a_victim(offence)
        asked = add(worker, child, offence.ref, another.ref)
        said = asked.content.decode()
        assert f'href="{known.get_absolute_url()}"' in said
        assert "Save all the same" in said
        assert f"victim {known.pk}" in AccessEvent.objects.latest("id").subjects
        assert Victim.objects.count() == 1
        done = worker.post(asked.request["PATH_INFO"] + f"?child={child.pk}", shown(asked))
        assert done.status_code == 302
        assert Victim.objects.count() == 2

    def test_another_name_or_another_offence_is_not_asked_about(self, worker: Client) -> None:
        child = a_child()
        offence, another = an_offence(child), an_offence(child)
        a_victim(offence)
        assert add(worker, child, another.ref).status_code == 302
        assert add(worker, child, offence.ref, last="Hart").status_code == 302

    def test_correcting_one_asks_where_it_is_the_name_that_changes(self, worker: Client) -> None:
        offence = an_offence(a_child())
        a_victim(offence)
        other = a_victim(offence, last_name="Hart")
        change = reverse("restorative:victim-change", args=[other.pk])
        assert fill_in(worker, change, phone="1", reason="Rang").status_code == 302
        asked = fill_in(worker, change, last_name="O'Brien-Nowak", reason="Married")
        assert "may be recorded already" in asked.content.decode()
        assert worker.post(change, shown(asked)).status_code == 302

    def test_a_provider_learns_of_nobody_who_is_not_theirs(self, client_for: ClientFor) -> None:
        offence = an_offence(a_child())
        known = a_victim(offence)
        theirs = a_victim(offence, last_name="Hart", provider="Groundwork")
        change = reverse("restorative:victim-change", args=[theirs.pk])
        said = fill_in(client_for(Role.PROVIDER), change, last_name=known.last_name, reason="Married")
        assert said.status_code == 302


class TestOffences:
    def test_the_only_offence_of_a_case_is_ticked_and_none_of_several(self, worker: Client) -> None:
        child = a_child()
        page, offence = f"{reverse('restorative:victim-add')}?child={child.pk}", an_offence(child)
        assert worker.get(page).context["form"]["offence_refs"].value() == [offence.ref]
        an_offence(child)
        assert not worker.get(page).context["form"]["offence_refs"].value()

    def test_that_none_is_ticked_is_said_once(self, worker: Client) -> None:
        errors = add(worker, a_child()).context["form"].errors
        assert errors == {"offence_refs": ["Name the offence that harmed them."]}


class TestDetails:
    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ({"details_from_police_on": days_ago(9)}, "Their details came before the offence"),
            ({"withheld_reason": "Asked"}, "it is recorded why they were withheld"),
            ({}, ""),
            ({"details_from_police_on": None, "withheld_reason": "Asked"}, ""),
        ],
    )
    def test_what_is_unlikely_is_said_and_kept(self, told: dict[str, object], said: str) -> None:
        victim = a_victim(an_offence(a_child(), committed_on=days_ago(5)), **told)
        faults = victim.faults()
        assert len(faults) == bool(said)
        assert all(said in fault.message and not fault.is_error for fault in faults)
