"""One person who is a child of the service and was harmed by another child: neither side learns of the other."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disposals.models import Child
from restorative.letters import templates
from restorative.models import Step, Victim
from tests.disposals.kept import a_child, a_disposal, a_notification, an_offence, fill_in, shown
from tests.records.bundles import checked, folder, messages
from tests.restorative.owed import some_reparation
from tests.restorative.victims_kept import a_fact, a_process, a_step, a_victim
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role
from yjs.records.changing import versions_page
from yjs.records.history import event_history
from yjs.records.record import keep, record_classes, remove


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
FIRST, LAST, BORN = "Réka", "Quincewhistle", "3/5/2009"
REF = "HARMED-1"
HEADER = "child_ref,first_name,last_name,date_of_birth\n"
SEES_CHILDREN = [role for role in Role if May.SEE_CHILDREN in ROLES[role]]


@pytest.fixture
def child() -> Child:
    """The person as a child who has offended."""
    child = a_child(FIRST, LAST, ref="CHILD-1", postcode="XV1 3QK")
    a_disposal(child, an_offence(child))
    return child


@pytest.fixture
def harmed(child: Child) -> Victim:
    """The same person as a victim of another child, with everything that can be recorded of one."""
    other = a_child("Tom", "Hart", ref="OTHER-1")
    victim = a_victim(
        an_offence(other),
        first_name=FIRST,
        last_name=LAST,
        ref=REF,
        is_child=True,
        speaker="Marie Nowak",
        address="1 Elm Row\nXV1 3QK",
    )
    a_step(victim, Step.ATTEMPT)
    a_process(victim, other)
    a_fact(victim, other)
    return victim


def speaks_of(victim: Victim, text: str) -> bool:
    """Whether a text has the victim's reference or number."""
    return victim.ref in text or f"victim {victim.pk}" in text.casefold()


def pages_of(child: Child) -> Iterator[str]:
    """Every page about a child, and about each record of the child."""
    yield child.get_absolute_url()
    for act in ("change", "remove"):
        yield reverse(f"disposals:child-{act}", args=[child.pk])
    for relation in Child._meta.related_objects:
        kind: Any = relation.related_model
        for record in kind._default_manager.filter(child=child):
            yield versions_page(record)
    yield versions_page(child)


class TestTheChildsSide:
    @pytest.mark.parametrize("role", SEES_CHILDREN)
    def test_no_page_of_the_child_and_no_line_of_its_history_knows_the_victim(
        self, client_for: ClientFor, child: Child, harmed: Victim, role: Role
    ) -> None:
        client = client_for(role)
        some_reparation(child)
        for address in pages_of(child):
            said = client.get(address).content.decode()
            assert not speaks_of(harmed, said), address
            assert "harmed" not in said.casefold(), address
        assert all(event.record is None or event.record.child_ref == child.ref for event in event_history(child))

    def test_a_child_with_the_details_of_a_victim_is_added_unasked(self, client_for: ClientFor) -> None:
        a_victim(first_name=FIRST, last_name=LAST, ref=REF, is_child=True)
        worker = client_for(Role.WORKER)
        said = fill_in(worker, "/children/add/", first_name=FIRST, last_name=LAST, date_of_birth=BORN, case_number=REF)
        assert said.status_code == 302
        assert Child.objects.get(ref=REF).last_name == LAST

    def test_a_second_child_of_the_name_is_asked_about_by_the_child_alone(
        self, client_for: ClientFor, child: Child, harmed: Victim
    ) -> None:
        for role in (Role.WORKER, Role.VICTIM_WORKER):
            back = fill_in(client_for(role), "/children/add/", first_name=FIRST, last_name=LAST, date_of_birth=BORN)
            assert child.ref in back.content.decode()
            assert not speaks_of(harmed, back.content.decode())
            assert AccessEvent.objects.latest("id").subjects == [child.ref]

    def test_a_notification_with_the_name_of_a_victim_is_about_no_child(self, client_for: ClientFor) -> None:
        victim = a_victim(first_name="Wilhelmína", last_name="Þrastarvald", ref=REF)
        page = a_notification(name="Wilhelmína Þrastarvald").get_absolute_url()
        worker = client_for(Role.WORKER)
        for asked in ({}, {"q": "wilhelmina"}):
            assert not speaks_of(victim, worker.get(page, asked).content.decode())
            assert AccessEvent.objects.latest("id").subjects == []

    def test_a_child_brought_in_with_the_details_of_a_victim_is_not_doubted(self, tmp_path: Path) -> None:
        a_victim(first_name=FIRST, last_name=LAST, ref=REF, is_child=True)
        report = checked(folder(tmp_path, f"{HEADER}{REF},{FIRST},{LAST},2009-05-03\n"))
        assert report.is_accepted
        assert messages(report) == ""

    def test_the_child_is_removed_as_if_there_were_no_victim(self, client_for: ClientFor, harmed: Victim) -> None:
        alone = a_child(FIRST, LAST)
        page = reverse("disposals:child-remove", args=[alone.pk])
        assert fill_in(client_for(Role.WORKER), page, reason="Recorded twice").status_code == 302
        harmed.refresh_from_db()


class TestTheVictimsSide:
    def pages(self, harmed: Victim) -> Iterator[str]:
        """Every page about the victim."""
        for act in ("detail", "change", "remove", "do-not-contact"):
            yield reverse(f"restorative:victim-{act}", args=[harmed.pk])
        for name in ("contact-attempt", "contact-add", "process-add", "released-add"):
            yield reverse(f"restorative:{name}", args=[harmed.pk])
        for slug in templates():
            yield reverse("restorative:letter-detail", args=[harmed.pk, slug])
        yield versions_page(harmed)

    @pytest.mark.parametrize("role", [Role.VICTIM_WORKER, Role.PROVIDER])
    def test_no_page_of_the_victim_knows_the_child(
        self, client_for: ClientFor, child: Child, harmed: Victim, role: Role
    ) -> None:
        harmed.provider = "Groundwork"
        keep(harmed, by=None, reason="Referred")
        client = client_for(role)
        for address in self.pages(harmed):
            assert child.ref not in client.get(address).content.decode(), address
        for line in AccessEvent.objects.all():
            assert child.ref not in line.subjects

    def test_a_victim_with_the_details_of_a_child_is_added_unasked(self, client_for: ClientFor, child: Child) -> None:
        other = a_child("Tom", "Hart", ref="OTHER-1")
        offence, worker = an_offence(other), client_for(Role.VICTIM_WORKER)
        page = f"{reverse('restorative:victim-add')}?child={other.pk}"
        done = worker.post(page, shown(worker.get(page), offence_refs=[offence.ref], first_name=FIRST, last_name=LAST))
        assert done.status_code == 302
        assert child.ref not in worker.get(done.url).content.decode()
        assert all(child.ref not in line.subjects for line in AccessEvent.objects.all())

    def test_a_victim_brought_in_with_the_details_of_a_child_is_not_doubted(self, child: Child, tmp_path: Path) -> None:
        offence = an_offence(a_child("Tom", "Hart"))
        rows = f"victim_ref,offence_refs,kind,first_name,last_name\n{child.ref},{offence.ref},person,{FIRST},{LAST}\n"
        report = checked(folder(tmp_path, HEADER, victims=rows))
        assert report.is_accepted
        assert messages(report) == ""


class TestBothSides:
    def test_no_line_of_the_log_has_the_two_together_or_a_name(
        self, client_for: ClientFor, child: Child, harmed: Victim
    ) -> None:
        worker = client_for(Role.VICTIM_WORKER)
        for address in [*pages_of(child), *TestTheVictimsSide().pages(harmed)]:
            worker.get(address)
        worker.get("/children/", {"q": LAST})
        worker.post("/restorative/victims/", {"q": LAST}, follow=True)
        lines = [f"{line.path} {line.subjects} {line.detail}" for line in AccessEvent.objects.all()]
        assert any(child.ref in line for line in lines)
        assert any(speaks_of(harmed, line) for line in lines)
        assert not [line for line in lines if child.ref in line and speaks_of(harmed, line)]
        assert not [line for line in lines if LAST in line or FIRST in line]

    def test_the_log_asked_for_the_child_tells_nothing_of_the_victim(
        self, client_for: ClientFor, child: Child, harmed: Victim
    ) -> None:
        worker = client_for(Role.VICTIM_WORKER)
        for record in (child, harmed):
            worker.get(record.get_absolute_url())
        log = client_for(Role.MANAGER).get("/people/access-log/", {"child": child.ref})
        assert child.ref in log.content.decode()
        assert not speaks_of(harmed, log.content.decode())

    def test_no_file_is_called_by_either(self, client_for: ClientFor, child: Child, harmed: Victim) -> None:
        worker = client_for(Role.VICTIM_WORKER)
        taken = [
            worker.get(reverse("restorative:victim-sample-csv"), {"since": "1/1/2000"}),
            worker.get(reverse("restorative:victim-sample-xlsx"), {"since": "1/1/2000"}),
            worker.post("/records/export/", {"form": "zip"}),
            *(worker.post(reverse("restorative:letter-detail", args=[harmed.pk, slug])) for slug in templates()),
        ]
        files = [page["Content-Disposition"] for page in taken if page.has_header("Content-Disposition")]
        assert len(files) >= 4
        for name in files:
            assert not [word for word in (FIRST, "reka", LAST, child.ref, REF) if word.casefold() in name.casefold()]

    @pytest.mark.parametrize("role", Role)
    def test_what_is_not_found_says_the_same_of_a_reference_of_either_side(
        self, client_for: ClientFor, child: Child, harmed: Victim, role: Role
    ) -> None:
        client, kinds = client_for(role), [kind._meta.label for kind in record_classes()]
        for number in (child.pk, harmed.pk):
            for kind in kinds:
                page = client.get(f"/records/{kind}/{number}999/versions/")
                assert page.status_code == (404 if May.SEE_CHILDREN in ROLES[role] else 403)
                assert not [word for word in (LAST, FIRST, REF, child.ref) if word in page.content.decode()]

    def test_one_is_removed_and_the_other_stays_with_every_version(self, child: Child, harmed: Victim) -> None:
        twin = a_child(FIRST, LAST)
        before = harmed.history.count()
        remove(twin, by=None, reason="Twice")
        assert harmed.history.count() == before
        assert Victim.objects.filter(ref=REF).exists()


def test_the_day_of_a_process_is_told_to_nobody_who_corrects_a_birthday(client_for: ClientFor, child: Child) -> None:
    first = child.offence_set.earliest("committed_on")
    victim = a_victim(first, last_name=LAST)
    earlier = first.committed_on - dt.timedelta(days=400)
    a_process(victim, child, held_on=earlier)
    address = f"/children/{child.pk}/change/"
    form = shown(client_for(Role.WORKER).get(address), date_of_birth=f"{first.committed_on:%d/%m/%Y}", reason="So")
    for born in (first.committed_on, first.committed_on + dt.timedelta(days=1)):
        said = client_for(Role.WORKER).post(address, form | {"date_of_birth": f"{born:%d/%m/%Y}"}).content.decode()
        assert f"{earlier:%d/%m/%Y}" not in said
