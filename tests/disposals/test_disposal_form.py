"""Recording a disposal: what waits for a decision first, what is decided folded away, and what is rare too."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.disposals.kept import a_child, a_disposal, an_offence, fill_in
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
RARE = "Court, custody and appeal"


def fold(page: str, title: str) -> tuple[bool, str]:
    """Whether a folded part of a page is open, and what stands in it."""
    parts = [part.split("</details>")[0] for part in page.split("<details")[1:]]
    part = next(part for part in parts if title in part)
    return part.split(">")[0].strip().endswith("open"), part


class TestOffences:
    def test_undecided_come_first_and_decided_are_folded_with_what_decided_them(self, client_for: ClientFor) -> None:
        child = a_child()
        decided, waits = an_offence(child, description="Arson"), an_offence(child, description="Affray")
        a_disposal(child, decided)
        page = client_for("worker").get(f"/children/{child.pk}/disposals/add/").content.decode()
        assert page.index("Affray, 01/03/2024") < page.index("Offences decided already (1)")
        is_open, inside = fold(page, "Offences decided already")
        assert not is_open
        assert "Arson, 01/03/2024; decided by Youth caution, 01/06/2024" in inside
        assert waits.ref not in inside

    def test_with_nothing_undecided_the_way_to_a_new_offence_is_shown(self, client_for: ClientFor) -> None:
        child = a_child()
        a_disposal(child, an_offence(child))
        page = client_for("worker").get(f"/children/{child.pk}/disposals/add/").content.decode()
        assert f'href="/children/{child.pk}/offences/add/">Record another offence first' in page
        assert not fold(page, "Offences decided already")[0]

    def test_alike_ones_are_told_apart(self, client_for: ClientFor) -> None:
        child = a_child()
        for _ in range(2):
            an_offence(child)
        page = client_for("worker").get(f"/children/{child.pk}/disposals/add/").content.decode()
        assert "Theft, 01/03/2024 (1 of 2 alike)" in page
        assert "Theft, 01/03/2024 (2 of 2 alike)" in page

    def test_a_disposals_own_offences_stand_unfolded_where_it_is_corrected(self, client_for: ClientFor) -> None:
        child = a_child()
        disposal = a_disposal(child, an_offence(child))
        page = client_for("worker").get(f"/disposals/{disposal.pk}/change/").content.decode()
        assert "Offences decided already" not in page
        assert "checked" in page[page.index("Offences it dealt with") : page.index("Where the child lived then")]

    def test_a_decided_one_that_is_ticked_is_shown(self, client_for: ClientFor) -> None:
        child = a_child()
        decided = an_offence(child)
        an_offence(child, description="Affray")
        a_disposal(child, decided)
        page = f"/children/{child.pk}/disposals/add/"
        said = fill_in(client_for("worker"), page, offence_refs=[decided.ref]).content.decode()
        assert fold(said, "Offences decided already")[0]


class TestRareAnswers:
    def test_they_are_folded_until_one_is_answered(self, client_for: ClientFor) -> None:
        child = a_child()
        disposal, worker = a_disposal(child, an_offence(child)), client_for("worker")
        address = f"/disposals/{disposal.pk}/change/"
        is_open, inside = fold(worker.get(address).content.decode(), RARE)
        assert not is_open
        for name in ("court", "first_hearing_on", "released_on", "requirements", "unpaid_work_hours", "appeal"):
            assert f'name="{name}"' in inside
        fill_in(worker, address, court="Wrenbridge", reason="Left out")
        assert fold(worker.get(address).content.decode(), RARE)[0]

    def test_one_that_is_wrong_opens_them_and_is_named(self, client_for: ClientFor) -> None:
        child = a_child()
        disposal = a_disposal(child, an_offence(child))
        said = fill_in(client_for("worker"), f"/disposals/{disposal.pk}/change/", unpaid_work_hours="-1", reason="So")
        page = said.content.decode()
        assert fold(page, RARE)[0]
        assert "Give the hours as a whole number, 0 or more." in page
        assert "Ensure this value" not in page
