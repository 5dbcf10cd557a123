"""The board's page: a card a measure, that says how sure it is, how it changed and what stands beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from tests.places import small_place  # noqa: F401
from tests.reading import text_of
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.plan.board import MEASURES


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_place")]
ClientFor = Callable[[Role | str], Client]
PLAN, BOARD = "/plan/2018-19/", "/board/2018Q4/"
KNOWN = "as-at/2026-09-30/"


class TestTheBoardsPage:
    def test_there_is_a_card_for_every_measure_and_each_leads_to_its_figure(self, manager: Client) -> None:
        cards = manager.get(BOARD).context["cards"]
        assert [card["title"] for card in cards] == [measure.title for measure, _ in MEASURES]
        for card in cards:
            figure = manager.get(card["address"]).context["figure"]
            assert card["value"] == (figure.text if figure.value is not None else "No figure")
            assert measure_words(card["definition"], figure.measure.definition())

    def test_a_card_says_how_sure_it_is_and_what_stands_beside_it(self, member: Client) -> None:
        cards = {card["title"]: card for card in member.get(f"/board/2018Q3/{KNOWN}").context["cards"]}
        entrants = cards["First time entrants"]
        assert re.fullmatch(r"\d+ of 23,984, per 100,000 children aged 10 to 17", entrants["of"])
        assert re.fullmatch(r"95% interval \d+ to \d+", entrants["interval"])
        assert [label for label, _ in entrants["beside"]] == ["Region"]
        assert cards["Contributions"]["of"] == ""
        assert cards["Caseload"]["of"] == "children"

    def test_what_is_not_final_is_told_apart_and_compared_with_nothing(self, manager: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            response = manager.get("/board/2026Q3/")
            rate = {card["title"]: card for card in response.context["cards"]}
        assert rate["First time entrants"]["change"] == "Not compared until its period has ended"
        assert rate["First time entrants"]["status"] == "Open"
        assert rate["Binary reoffending rate"]["status"] == "Final"
        assert "Until it is final it reads too low" in text_of(response)

    def test_a_quarter_whose_late_records_still_come_is_not_called_final(self, member: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            cards = {card["title"]: card for card in member.get("/board/2026Q2/", follow=True).context["cards"]}
        assert cards["Out-of-court disposals"]["status"] == "Period ended; late records can still move it"
        assert cards["Binary reoffending rate"]["status"] == "Final"

    def test_a_change_is_told_from_what_it_was(self, manager: Client) -> None:
        cards = {card["title"]: card["change"] for card in manager.get(f"{BOARD}{KNOWN}").context["cards"]}
        told = r"([A-Z][a-z ,]+ from|Too few to say:) £?[\d.,]+%? the year before"
        assert all(re.fullmatch(told, said) for said in cards.values() if said[:3] not in ("Not", "Nobody")), cards

    def test_it_names_no_child_and_writes_no_line_in_the_log(self, member: Client) -> None:
        before = AccessEvent.objects.count()
        assert not re.search(r"WB\d{5}", member.get(f"{BOARD}{KNOWN}").content.decode())
        assert AccessEvent.objects.count() == before


def measure_words(said: str, told: dict[str, str]) -> bool:
    return all(f"{part}: {told[part]}" in said for part in ("Counted", "Out of", "Edition") if part in told)
