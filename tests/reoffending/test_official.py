"""The Ministry's figure beside ours, as known then and now, and every child who could explain the gap."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from disposals.models import Child
from reoffending.official import Official, who_could_explain
from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.factories.plan import ComparatorFactory
from tests.reading import text_of
from yjs.measures.models import Comparator
from yjs.measures.periods import today
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import ROLES, May, Role


pytestmark = pytest.mark.django_db
ClientFor = Callable[[Role | str], Client]
PAGE = "/reoffending/official/"
YEAR = "2022/23"
PUBLISHED = dt.date(2025, 1, 30)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def child(name: str, born: str = "2007-06-01") -> Child:
    return ChildFactory(ref=name, first_name=name, date_of_birth=day(born), recorded_on=day("2022-04-01"))


def dealt(who: Child, kind: str, imposed: str, committed: str, *, known: str = "", residence: str = "local") -> None:
    known_on = day(known or imposed)
    offence = OffenceFactory(child=who, committed_on=day(committed), recorded_on=known_on)
    DisposalFactory(
        child=who,
        kind=kind,
        imposed_on=day(imposed),
        offence_refs=[offence.ref],
        residence=residence,
        recorded_on=known_on,
    )


def entered(**said: Any) -> Comparator:
    official: dict[str, Any] = {
        "measure": "binary-reoffending-rate",
        "area": "local",
        "period": YEAR,
        "value": Decimal("40.0"),
        "numerator": Decimal(2),
        "denominator": Decimal(5),
        "source": "Proven reoffending statistics",
        "published_on": PUBLISHED,
    }
    return ComparatorFactory(**official | said)


@pytest.fixture
def lives() -> dict[str, Child]:
    """One child for each way in which two counts may differ, and one of whom nothing differs."""
    plain = child("Plain")
    dealt(plain, "youth_caution", "2022-05-10", "2022-05-01")
    seventeen = child("Seventeen", born="2005-01-01")
    dealt(seventeen, "youth_caution", "2022-06-10", "2022-06-01")
    moved = child("Moved")
    dealt(moved, "youth_caution", "2022-06-20", "2022-06-01")
    dealt(moved, "referral_order", "2022-12-01", "2022-10-01", residence="other")
    elsewhere = child("Elsewhere")
    dealt(elsewhere, "youth_caution", "2022-07-20", "2022-07-01", residence="other")
    too_late = child("TooLate")
    dealt(too_late, "youth_caution", "2022-05-20", "2022-05-01")
    dealt(too_late, "referral_order", "2024-01-20", "2022-08-01")
    later = child("Later")
    dealt(later, "youth_caution", "2022-08-20", "2022-08-01", known="2025-06-01")
    return {one.first_name: one for one in (plain, seventeen, moved, elsewhere, too_late, later)}


class TestWhoCouldExplain:
    def test_each_is_found_for_the_reason_and_the_others_are_not(self, lives: dict[str, Child]) -> None:
        found = who_could_explain(Official(entered(), PUBLISHED, today()))
        why = {Child.objects.get(pk=each.pk).first_name: set(each.why) for each in found}
        assert why == {
            "Seventeen": {"seventeen"},
            "Moved": {"moved"},
            "Elsewhere": {"elsewhere"},
            "TooLate": {"too_late"},
            "Later": {"recorded_later"},
        }
        assert {each.pk: each.on for each in found}[lives["Elsewhere"].pk] is None

    def test_nobody_is_named_for_what_would_have_opened_no_cohort_had_they_lived_here(self) -> None:
        eighteen = child("Eighteen", born="2004-06-01")
        dealt(eighteen, "referral_order", "2022-07-20", "2022-05-01", residence="other")
        breached = child("Breached")
        breach = OffenceFactory(
            child=breached, committed_on=day("2022-07-01"), is_breach=True, recorded_on=day("2022-07-20")
        )
        DisposalFactory(
            child=breached,
            kind="referral_order",
            imposed_on=day("2022-07-20"),
            offence_refs=[breach.ref],
            residence="other",
            recorded_on=day("2022-07-20"),
        )
        diverted = child("Diverted")
        dealt(diverted, "outcome_22", "2022-07-20", "2022-07-01", residence="other")
        assert who_could_explain(Official(entered(), PUBLISHED, today())) == []

    def test_ours_then_and_now_are_the_figures_of_those_days(self, lives: dict[str, Child]) -> None:
        official = Official(entered(), PUBLISHED, today())
        assert (official.then.numerator.value, official.then.denominator_value) == (1, 4)
        assert (official.now.numerator.value, official.now.denominator_value) == (1, 5)
        assert official.gap(official.then) == "+15.0 points"
        assert official.gap(official.now) == "+20.0 points"

    def test_a_year_is_also_counted_as_four_quarters(self) -> None:
        assert Official(entered(), PUBLISHED, today()).four_quarters is not None
        assert Official(entered(period="2022Q1"), PUBLISHED, today()).four_quarters is None


class TestOfficialList:
    @pytest.mark.parametrize("role", Role)
    def test_it_opens_for_those_who_see_figures(self, client_for: ClientFor, role: Role) -> None:
        assert client_for(role).get(PAGE).status_code == (200 if May.SEE_FIGURES in ROLES[role] else 403)

    def test_it_says_that_none_is_entered(self, client_for: ClientFor) -> None:
        assert "No official figure has been entered" in text_of(client_for(Role.BOARD).get(PAGE))

    def test_it_lays_the_ministrys_beside_ours(self, client_for: ClientFor, lives: dict[str, Child]) -> None:
        entered()
        said = text_of(client_for(Role.MANAGER).get(PAGE))
        assert "The Ministry’s 40.0% 2 5" in said
        assert "Ours, as known on 30 January 2025 25.0% 1 4" in said
        assert "20.0% 1 5" in said
        assert "+15.0 points" in said
        assert "The children who could explain it" in said

    def test_figures_of_other_areas_and_measures_are_not_here(self, client_for: ClientFor) -> None:
        entered(area="national", source="Nation")
        entered(measure="custody-rate", source="Custody")
        assert "No official figure" in text_of(client_for(Role.MANAGER).get(PAGE))

    def test_the_board_sees_ours_at_release_days_and_no_child(
        self, client_for: ClientFor, lives: dict[str, Child]
    ) -> None:
        entered()
        entered(period="2022-04-01..2022-04-30", source="One month")
        response = client_for(Role.BOARD).get(PAGE)
        assert [each.then.book.day for each, *_ in response.context["officials"]] == [dt.date(2024, 12, 31)]
        assert "One month" not in text_of(response)
        assert not re.search(r'href="/reoffending/official/\d', response.content.decode())
        assert not re.search(r'href="/reoffending/official/add', response.content.decode())


class TestOfficialDetail:
    @pytest.mark.parametrize("role", Role)
    def test_it_opens_for_those_who_may_open_records(
        self, client_for: ClientFor, role: Role, lives: dict[str, Child]
    ) -> None:
        response = client_for(role).get(f"{PAGE}{entered().pk}/")
        assert response.status_code == (200 if May.SEE_RECORDS_BEHIND in ROLES[role] else 403)

    def test_it_lists_the_children_with_the_reasons_and_logs_who_was_shown(
        self, client_for: ClientFor, lives: dict[str, Child]
    ) -> None:
        response = client_for(Role.MANAGER).get(f"{PAGE}{entered().pk}/")
        said = text_of(response)
        for name in ("Seventeen", "Moved", "Elsewhere", "TooLate", "Later"):
            assert name in said
        assert "Plain" not in said
        assert "Not in our cohort: dealt with while living elsewhere" in said
        last = AccessEvent.objects.latest("pk")
        assert last.act == Act.LOOKED
        assert set(last.subjects) == {"Seventeen", "Moved", "Elsewhere", "TooLate", "Later"}

    def test_another_areas_figure_has_no_page(self, client_for: ClientFor) -> None:
        assert client_for(Role.MANAGER).get(f"{PAGE}{entered(area='national').pk}/").status_code == 404

    def test_its_way_to_what_moved_ours_is_open(self, client_for: ClientFor, lives: dict[str, Child]) -> None:
        manager = client_for(Role.MANAGER)
        found = manager.get(f"{PAGE}{entered().pk}/").context["difference"]
        assert "Why the figure moved" in text_of(manager.get(found))


class TestRecordingIt:
    SENT = {
        "period": " 2022/23 ",
        "value": "40",
        "numerator": "2",
        "denominator": "5",
        "source": "Proven reoffending statistics",
        "published_on": "30/1/2025",
    }

    def form(self, client: Client, address: str) -> dict[str, str]:
        shown = client.get(address).content.decode()
        return {name: value for name in ("made_as", "version") for value in _hidden(shown, name)}

    def test_it_is_entered_once_however_often_it_is_sent(self, client_for: ClientFor) -> None:
        worker = client_for(Role.WORKER)
        sent = self.SENT | self.form(worker, f"{PAGE}add/")
        for _ in range(2):
            assert worker.post(f"{PAGE}add/", sent)["Location"] == PAGE
        kept = Comparator.objects.get()
        assert (kept.measure, kept.area, kept.period) == ("binary-reoffending-rate", "local", YEAR)
        assert (kept.value, kept.published_on) == (Decimal(40), PUBLISHED)
        assert kept.history.get().history_user.role == Role.WORKER

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"period": "banana"}, "is not a period"),
            ({"value": "31.6"}, "2 of 5 is 40.0%. Check the three numbers."),
            ({"value": "140", "numerator": "", "denominator": ""}, "A rate lies between 0 and 100."),
            ({"numerator": ""}, "Give both numbers of children, or neither."),
            ({"numerator": "6"}, "More children reoffended than there are in the cohort."),
            ({"numerator": "2.5"}, "Give a whole number."),
            ({"published_on": "1/3/2023"}, "This is before the cohort ended."),
            ({"published_on": ""}, "Published on is needed."),
            ({"source": ""}, "Where it was published is needed."),
            ({"published_on": "1/1/2099"}, "This date is in the future."),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_kept(
        self, client_for: ClientFor, wrong: dict[str, str], said: str
    ) -> None:
        worker = client_for(Role.WORKER)
        response = worker.post(f"{PAGE}add/", self.SENT | self.form(worker, f"{PAGE}add/") | wrong)
        assert said in text_of(response)
        assert not Comparator.objects.exists()

    def test_a_correction_says_why_and_keeps_what_was(self, client_for: ClientFor) -> None:
        worker, kept = client_for(Role.WORKER), entered()
        address = f"{PAGE}{kept.pk}/change/"
        assert 'value="40"' in worker.get(address).content.decode()
        sent = self.SENT | {"value": "20", "numerator": "1", "version": str(kept.version)}
        assert "Say why you are changing this." in text_of(worker.post(address, sent))
        assert worker.post(address, sent | {"reason": "Misread"})["Location"] == PAGE
        assert [version.value for version in kept.history.all()] == [Decimal(20), Decimal(40)]
        assert kept.history.first().history_change_reason == "Misread"

    def test_it_is_removed_with_a_reason(self, client_for: ClientFor) -> None:
        worker, kept = client_for(Role.WORKER), entered()
        sent = {"reason": "Another service's", "version": str(kept.version)}
        assert worker.post(f"{PAGE}{kept.pk}/remove/", sent)["Location"] == PAGE
        assert not Comparator.objects.exists()

    @pytest.mark.parametrize("page", ["change", "remove"])
    def test_only_this_services_own_are_corrected_here(self, client_for: ClientFor, page: str) -> None:
        other = entered(area="national")
        assert client_for(Role.WORKER).get(f"{PAGE}{other.pk}/{page}/").status_code == 404

    @pytest.mark.parametrize("role", Role)
    def test_those_who_record_may_enter_it(self, client_for: ClientFor, role: Role) -> None:
        assert client_for(role).get(f"{PAGE}add/").status_code == (200 if May.RECORD in ROLES[role] else 403)


def _hidden(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[:1]
