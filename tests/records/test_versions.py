"""The page of every version: what changed, who changed it, when, from when it counts as known, and why."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from disposals.models import Child
from tests.disposals.kept import BORN, a_child, a_disposal, an_offence, queries, some_work
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import keep, record_classes, remove


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


def page(record) -> str:  # noqa: ANN001
    return f"/records/{record._meta.label}/{record.pk}/versions/"


def text(response) -> str:  # noqa: ANN001
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestVersions:
    @pytest.mark.parametrize("role", Role)
    def test_it_opens_for_those_who_see_children(self, client_for: ClientFor, role: Role) -> None:
        expected = 200 if May.SEE_CHILDREN in ROLES[role] else 403
        assert client_for(role).get(page(a_child())).status_code == expected

    def test_it_tells_each_version_the_newest_first(self, client_for: ClientFor, user_for, time_machine) -> None:  # noqa: ANN001
        time_machine.move_to(dt.datetime(2025, 3, 10, 12, tzinfo=dt.UTC), tick=False)
        child = Child(first_name="Amira", date_of_birth=BORN, postcode="WB1 1AA")
        keep(child, by=user_for("worker"), recorded_on=dt.date(2024, 7, 1))
        time_machine.move_to(dt.datetime(2025, 6, 30, 23, 30, tzinfo=dt.UTC), tick=False)
        child.postcode, child.sex = "", "female"
        keep(child, by=user_for("manager"), reason="She moved away")
        response = client_for("worker").get(page(child))
        newest, first = response.context["versions"]
        assert (newest.act, newest.who, newest.saved, newest.known, newest.why) == (
            "Corrected",
            "The service manager",
            "1 July 2025 at 00:30",
            "",
            "She moved away",
        )
        assert newest.rows == [("Sex", "Female (before: not recorded)"), ("Postcode", "Not recorded (before: WB1 1AA)")]
        assert (first.act, first.saved, first.known) == ("Recorded", "10 March 2025 at 12:00", "1 July 2024")
        assert ("Date of birth", "3 May 2009") in first.rows
        assert "Known from 1 July 2024." in text(response)
        assert AccessEvent.objects.get().subjects == [child.ref]

    def test_what_a_record_names_is_told_by_its_name(self, client_for: ClientFor) -> None:
        child = a_child()
        disposal = a_disposal(child, an_offence(child), an_offence(child, description="Affray"))
        work = some_work(child, disposal=disposal, completed=False, ended_on=dt.date(2024, 9, 1))
        told = dict(client_for("worker").get(page(disposal)).context["versions"][0].rows)
        assert told["Offences dealt with"] == "Theft, 01/03/2024; Affray, 01/03/2024"
        assert told["Kind"] == "Youth caution"
        told = dict(client_for("worker").get(page(work)).context["versions"][0].rows)
        assert told["Disposal"] == "Youth caution, 01/06/2024"
        assert told["Completed"] == "No"

    def test_whose_it_was_before_is_told_and_logged(self, client_for: ClientFor) -> None:
        before, now = a_child("Zed", "Earlier"), a_child("Amira", "Later")
        offence = an_offence(before)
        offence.child = now
        keep(offence, by=None, reason="The other child's")
        assert "Zed Earlier" in text(client_for("worker").get(page(offence)))
        assert set(AccessEvent.objects.get().subjects) == {before.ref, now.ref}

    def test_a_removed_record_is_still_told(self, client_for: ClientFor) -> None:
        child = a_child()
        offence = an_offence(child)
        address = page(offence)
        remove(offence, by=None, reason="Another child's")
        response = client_for("worker").get(address)
        assert [version.act for version in response.context["versions"]] == ["Removed", "Recorded"]
        assert "This record has been removed." in text(response)
        assert "By the service itself" in text(response)
        assert AccessEvent.objects.get().subjects == [child.ref]

    def test_a_removed_child_and_the_records_that_went_before_are_still_told(self, client_for: ClientFor) -> None:
        child = a_child()
        offence = an_offence(child)
        addresses = [page(offence), page(child)]
        remove(offence, by=None, reason="Twice")
        remove(child, by=None, reason="Twice")
        for address in addresses:
            assert "Twice" in text(client_for("worker").get(address))

    @pytest.mark.parametrize(
        "address",
        [
            "disposals.Child/999",
            "people.User/1",
            "disposals.Nothing/1",
            "nothing/1",
            "disposals.HistoricalChild/1",
            "a.b.c/1",
        ],
    )
    def test_what_is_not_there_is_not_found(self, client_for: ClientFor, user_for, address: str) -> None:  # noqa: ANN001
        user_for("board")
        a_child()
        assert client_for("worker").get(f"/records/{address}/versions/").status_code == 404

    def test_a_kind_this_person_may_not_see_looks_like_nothing(self, client_for: ClientFor) -> None:
        for kind in record_classes():
            if not ROLES[Role.WORKER] >= {kind.seen_with}:
                assert client_for("worker").get(f"/records/{kind._meta.label}/1/versions/").status_code == 404

    def test_it_asks_as_much_for_many_versions_as_for_few(self, client_for: ClientFor) -> None:
        child = a_child()
        disposal = a_disposal(child, an_offence(child))
        worker = client_for("worker")
        few = queries(worker, page(disposal))
        for number in range(30):
            disposal.court = f"Court {number}"
            keep(disposal, by=None, reason="Again")
        assert few == queries(worker, page(disposal)) <= 25
