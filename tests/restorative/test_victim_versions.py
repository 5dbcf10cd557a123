"""The history of what is recorded of a victim: for those who work with victims, and in the log by the reference."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disposals.models import Child
from restorative.models import ReleasedFact, Step, Victim
from tests.disposals.kept import a_disposal, an_offence, fill_in
from tests.restorative.owed import a_session, some_reparation
from tests.restorative.victims_kept import a_fact, a_process, a_step, a_victim
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role
from yjs.records.changing import versions_page
from yjs.records.record import keep, remove


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
NAME = "Quincewhistle"
CHILDS_SIDE = [role for role in Role if ROLES[role] & {May.SEE_CHILDREN, May.SEE_VICTIMS} == {May.SEE_CHILDREN}]


@pytest.fixture
def harmed(child: Child) -> Victim:
    return a_victim(an_offence(child), first_name="", last_name=NAME, ref="V1")


def shown_and_logged(client: Client, record: Any) -> tuple[str, set[str]]:
    """What the page of a record's versions says, and whom the log says it showed."""
    page = client.get(versions_page(record))
    assert page.status_code == 200
    return page.content.decode(), set(AccessEvent.objects.latest("id").subjects)


class TestBehindTheWall:
    def test_the_victim_worker_reads_it_and_the_log_has_the_numbers(
        self, client_for: ClientFor, child: Child, harmed: Victim
    ) -> None:
        worker = client_for(Role.VICTIM_WORKER)
        said, logged = shown_and_logged(worker, harmed)
        assert NAME in said
        assert logged == {f"victim {harmed.pk}", child.ref}
        assert shown_and_logged(worker, a_step(harmed, Step.ATTEMPT))[1] == {f"victim {harmed.pk}"}
        assert shown_and_logged(worker, a_process(harmed, child))[1] == {f"victim {harmed.pk}", child.ref}
        for line in AccessEvent.objects.all():
            assert NAME not in f"{line.path} {line.subjects} {line.detail}"

    def test_its_heading_and_title_go_by_the_number_and_it_leads_back_to_the_victim(
        self, client_for: ClientFor, harmed: Victim
    ) -> None:
        worker = client_for(Role.VICTIM_WORKER)
        for record in (harmed, a_step(harmed, Step.ATTEMPT)):
            page = worker.get(versions_page(record))
            assert page.context["crumbs"] == [(f"Victim {harmed.pk}", harmed.get_absolute_url())]
            assert NAME not in page.content.decode().split("</title>")[0]
            assert NAME not in page.content.decode().split("</h1>")[0]

    @pytest.mark.parametrize("role", CHILDS_SIDE)
    def test_to_the_child_s_side_it_is_not_there(
        self, client_for: ClientFor, child: Child, harmed: Victim, role: Role
    ) -> None:
        client = client_for(role)
        for record in (harmed, a_step(harmed, Step.ATTEMPT), a_process(harmed, child)):
            there = client.get(versions_page(record))
            record.pk = 999_999
            absent = client.get(versions_page(record))
            assert there.status_code == absent.status_code == 404
            assert len(there.content) == len(absent.content)

    def test_what_was_removed_is_still_told_and_logged(
        self, client_for: ClientFor, child: Child, harmed: Victim
    ) -> None:
        step, process = a_step(harmed, Step.ATTEMPT), a_process(harmed, child)
        pages, number = [versions_page(record) for record in (step, process, harmed)], harmed.pk
        for record in (step, process, harmed):
            remove(record, by=None, reason="Twice")
        worker = client_for(Role.VICTIM_WORKER)
        for page in pages:
            assert "This record has been removed." in worker.get(page).content.decode()
            assert f"victim {number}" in AccessEvent.objects.latest("id").subjects

    def test_whose_it_was_before_is_logged_too(self, client_for: ClientFor, harmed: Victim) -> None:
        step, other = a_step(harmed, Step.ATTEMPT), a_victim()
        step.victim = other
        keep(step, by=None, reason="The other one")
        assert shown_and_logged(client_for(Role.VICTIM_WORKER), step)[1] == {
            f"victim {harmed.pk}",
            f"victim {other.pk}",
        }


class TestReleased:
    def test_the_child_s_side_reads_it_without_the_victim(
        self, client_for: ClientFor, child: Child, harmed: Victim
    ) -> None:
        fact = a_fact(harmed, child)
        said, logged = shown_and_logged(client_for(Role.WORKER), fact)
        assert "Yes, once it is decided" in said
        assert NAME not in said
        assert "that is not there" not in said
        assert logged == {f"victim {harmed.pk}", child.ref}

    def test_a_reason_that_names_the_victim_is_refused_as_their_side_would_read_it(
        self, client_for: ClientFor, child: Child, harmed: Victim
    ) -> None:
        fact, worker = a_fact(harmed, child), client_for(Role.VICTIM_WORKER)
        change, gone = (f"/restorative/released/{fact.pk}/{act}/" for act in ("change", "remove"))
        for page in (change, gone):
            refused = fill_in(worker, page, reason=f"Mrs {NAME.upper()} rang")
            assert "it names a victim" in refused.content.decode()
        assert ReleasedFact.objects.count() == 1
        fill_in(worker, gone, reason="They changed their mind")
        assert ReleasedFact.objects.count() == 0


class TestReparation:
    def test_a_session_whose_reparation_is_gone_too_is_still_told_and_the_child_logged(
        self, client_for: ClientFor, child: Child
    ) -> None:
        one = some_reparation(child, disposal=a_disposal(child, an_offence(child)))
        session = a_session(one)
        pages = [versions_page(record) for record in (session, one)]
        remove(session, by=None, reason="Twice")
        remove(one, by=None, reason="Twice")
        for page in pages:
            assert "Twice" in client_for(Role.WORKER).get(page).content.decode()
            assert AccessEvent.objects.latest("id").subjects == [child.ref]


class TestWaysThere:
    @pytest.mark.parametrize(("role", "leads"), [(Role.VICTIM_WORKER, True), (Role.PROVIDER, False)])
    def test_who_removes_a_record_is_led_to_its_history_only_where_they_may_read_it(
        self, client_for: ClientFor, harmed: Victim, role: Role, leads: bool
    ) -> None:
        harmed.provider = "Groundwork"
        keep(harmed, by=None, reason="Referred")
        step, client = a_step(harmed, Step.ATTEMPT), client_for(role)
        page = f"/restorative/contacts/{step.pk}/remove/"
        assert (versions_page(step) in client.get(page).content.decode()) is leads
        done = fill_in(client, page, reason="Never rang")
        said = client.get(done.url).content.decode()
        assert "Contact with a victim removed." in said
        assert "istory of changes" in said
        assert (versions_page(step) in said) is leads

    @pytest.mark.parametrize("role", [role for role in CHILDS_SIDE if May.RECORD in ROLES[role]])
    def test_what_stands_in_the_way_behind_the_wall_is_said_without_a_number(
        self, client_for: ClientFor, child: Child, role: Role
    ) -> None:
        client, offence = client_for(role), an_offence(child)
        page, said = f"/offences/{offence.pk}/remove/", []
        assert "cannot be removed yet" not in client.get(page).content.decode()
        for _ in range(2):
            a_victim(offence)
            seen = client.get(page)
            assert (seen.context["in_the_way"], seen.context["more_in_the_way"]) == ([], 0)
            said.append(seen.content.decode())
        assert "Records that you may not see." in said[0]
        assert _without_what_is_new_each_time(said[0]) == _without_what_is_new_each_time(said[1])
        client.post(page, {"reason": "Twice", "version": "1"})
        assert type(offence).objects.filter(pk=offence.pk).exists()

    def test_beside_what_may_be_seen_it_is_said_too(self, client_for: ClientFor, child: Child) -> None:
        offence = an_offence(child)
        a_victim(offence)
        disposal = a_disposal(child, offence)
        page = f"/offences/{offence.pk}/remove/"
        seen = client_for(Role.WORKER).get(page)
        assert [called for called, _ in seen.context["in_the_way"]] == [f"Disposal: {disposal}"]
        assert "Records that you may not see." in seen.content.decode()
        theirs = client_for(Role.VICTIM_WORKER).get(page)
        assert len(theirs.context["in_the_way"]) == 2
        assert "Records that you may not see." not in theirs.content.decode()


def _without_what_is_new_each_time(page: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)
