"""Where a victim stands: the clock in working days, what comes next, and what is out of order."""

import datetime as dt
from typing import Any

import pytest

from restorative.models import Step, Victim
from restorative.out_of_order import OUT_OF_ORDER, out_of_order
from restorative.victims_path import Path, paths_of, working_days
from tests.disposals.kept import a_child, a_disposal, an_offence
from tests.restorative.victims_kept import a_process, a_step, a_victim


pytestmark = pytest.mark.django_db

# A Monday, four weeks before Easter.
TOLD = dt.date(2025, 3, 17)
LIMIT = dt.date(2025, 3, 31)
BEFORE, AFTER = LIMIT - dt.timedelta(days=1), LIMIT + dt.timedelta(days=1)


def day(after: int) -> dt.date:
    return TOLD + dt.timedelta(days=after)


def told(**said: Any) -> Victim:
    return a_victim(**{"details_from_police_on": TOLD} | said)


def stands(victim: Victim, on: dt.date = AFTER) -> Path:
    return paths_of([victim], on)[0]


def exceptions(victim: Victim, on: dt.date) -> set[str]:
    return {slug for slug, paths in out_of_order([stands(victim, on)]).items() if paths}


class TestClock:
    def test_it_counts_working_days_from_the_day_the_details_came(self) -> None:
        victim = told()
        path = stands(victim, TOLD)
        assert (path.contact_by, path.days_left, path.clock.words) == (LIMIT, 10, "10 days left")
        assert stands(victim, day(4)).clock.words == "6 days left"
        assert stands(victim, day(5)).clock.words == stands(victim, day(6)).clock.words == "6 days left"
        assert stands(victim, dt.date(2025, 3, 28)).clock.words == "1 day left"
        assert stands(victim, LIMIT).clock.words == "Last day today"
        assert stands(victim, AFTER).clock.words == "1 day over"

    def test_bank_holidays_are_no_working_days(self) -> None:
        # Good Friday and Easter Monday of 2025.
        assert working_days(dt.date(2025, 4, 17), dt.date(2025, 4, 22)) == 1
        assert stands(told(details_from_police_on=dt.date(2025, 4, 14)), TOLD).contact_by == dt.date(2025, 4, 30)

    def test_it_stops_when_they_are_reached(self) -> None:
        in_time, late = told(), told()
        a_step(in_time, Step.CONTACTED, LIMIT)
        a_step(late, Step.CONTACTED, AFTER)
        assert [stands(victim).in_time for victim in (in_time, late)] == [True, False]
        assert [stands(victim).clock.words for victim in (in_time, late)] == ["Reached", "Reached late"]

    def test_an_attempt_stops_nothing(self) -> None:
        victim = told()
        a_step(victim, Step.ATTEMPT, day(1))
        assert stands(victim).clock.words == "1 day over"

    def test_there_is_none_without_details(self) -> None:
        assert stands(told(details_from_police_on=None)).clock.words == "No details yet"
        withheld = told(details_from_police_on=None, withheld_reason="Asked the police not to")
        assert stands(withheld).clock.words == "Details withheld"

    @pytest.mark.parametrize("steps", [(), (Step.CONTACTED,), (Step.CONTACTED, Step.CLOSED)])
    def test_the_sign_not_to_contact_wins_over_everything(self, steps: tuple[Step, ...]) -> None:
        victim = told(do_not_contact_from=day(2))
        for step in steps:
            a_step(victim, step, day(1))
        assert stands(victim).clock.words == "Do not contact"
        assert stands(victim).next_step == ""

    def test_so_does_a_no_before_the_sign_is_up(self) -> None:
        victim = told()
        a_step(victim, Step.CONSENT, day(1), answer=False)
        path = stands(victim)
        assert (path.clock.words, path.may_be_contacted) == ("Said no to contact", False)
        assert path.next_step == "Put up the sign not to contact them"

    def test_a_no_can_be_taken_back_and_no_answer_is_not_a_no(self) -> None:
        victim = told()
        a_step(victim, Step.CONSENT, day(1), answer=False)
        a_step(victim, Step.CONSENT, day(2), answer=True)
        a_step(victim, Step.CONSENT, day(3))
        assert stands(victim).may_be_contacted


class TestNextStep:
    def test_it_goes_down_the_path(self) -> None:
        child = a_child()
        offence = an_offence(child)
        victim = told(offence_refs=[offence.ref])
        walked = []
        for kind, answer in (
            (Step.CONTACTED, None),
            (Step.CONSENT, True),
            (Step.VIEW_SOUGHT, True),
            (Step.OFFERED, None),
            (Step.ACCEPTED, None),
        ):
            walked.append(stands(victim).next_step)
            a_step(victim, kind, day(3), answer=answer)
        walked.append(stands(victim).next_step)
        a_process(victim, child, day(5))
        walked.append(stands(victim).next_step)
        a_disposal(child, offence, imposed_on=day(6))
        walked.append(stands(victim).next_step)
        a_step(victim, Step.CLOSED, day(7))
        walked.append(stands(victim).next_step)
        assert walked == [
            "Reach them",
            "Ask whether they consent to contact",
            "Ask for their view before the decision",
            "Offer restorative justice, or say why not",
            "Ask for their choice",
            "Hold the process",
            "Keep them informed until it is decided",
            "Close",
            "",
        ]

    def test_news_they_asked_for_comes_first(self) -> None:
        victim = told()
        a_step(victim, Step.INFORMED, day(1), answer=False)
        assert stands(victim).next_step == "Give the news they asked for"
        a_step(victim, Step.INFORMED, day(2), answer=True)
        assert stands(victim).next_step == "Reach them"

    def test_without_details_the_police_are_asked_unless_they_withhold_them(self) -> None:
        assert stands(told(details_from_police_on=None)).next_step == "Ask the police for their details"
        withheld = told(details_from_police_on=None, withheld_reason="Asked the police not to")
        assert stands(withheld).next_step == "Close: their details are withheld"


class TestView:
    def test_it_is_in_time_up_to_the_day_of_the_first_decision(self) -> None:
        child = a_child()
        offences = an_offence(child), an_offence(child)
        victim = told(offence_refs=[each.ref for each in offences])
        assert stands(victim).view_in_time is None
        a_disposal(child, offences[0], imposed_on=day(6))
        a_disposal(child, offences[1], imposed_on=day(9))
        assert (stands(victim).decided_on, stands(victim).view_in_time) == (day(6), False)
        a_step(victim, Step.VIEW_SOUGHT, day(6))
        assert stands(victim).view_in_time is True
        too_late = told(offence_refs=[offences[0].ref])
        a_step(too_late, Step.VIEW_SOUGHT, day(7))
        assert stands(too_late).view_in_time is False


class TestOutOfOrder:
    def test_over_the_limit(self) -> None:
        victim = told()
        assert "over-the-limit" not in exceptions(victim, LIMIT)
        assert "over-the-limit" in exceptions(victim, AFTER)
        a_step(victim, Step.CONTACTED, AFTER)
        assert "over-the-limit" not in exceptions(victim, AFTER)

    def test_neither_an_offer_nor_a_reason(self) -> None:
        victim = told()
        assert "no-offer" not in exceptions(victim, AFTER)
        a_step(victim, Step.CONTACTED, day(2))
        assert "no-offer" in exceptions(victim, AFTER)
        victim.not_offered_reason = "The child does not accept what happened"
        assert "no-offer" not in exceptions(victim, AFTER)
        victim.not_offered_reason = ""
        a_step(victim, Step.OFFERED, day(3))
        assert "no-offer" not in exceptions(victim, AFTER)

    def test_accepted_and_no_process_in_thirty_days(self) -> None:
        child = a_child()
        victim = told(offence_refs=[an_offence(child).ref])
        a_process(victim, child, day(1))
        a_step(victim, Step.ACCEPTED, day(2))
        assert "no-process" not in exceptions(victim, day(32))
        assert "no-process" in exceptions(victim, day(33))
        declined = told()
        a_step(declined, Step.ACCEPTED, day(2))
        a_step(declined, Step.DECLINED, day(4))
        assert "no-process" not in exceptions(declined, day(33))
        a_process(victim, child, day(20))
        assert "no-process" not in exceptions(victim, day(33))

    def test_news_asked_for_and_not_given(self) -> None:
        victim = told()
        a_step(victim, Step.INFORMED, day(1), answer=True)
        assert "news-not-given" not in exceptions(victim, AFTER)
        a_step(victim, Step.INFORMED, day(2))
        assert "news-not-given" in exceptions(victim, AFTER)

    def test_view_not_sought_while_a_decision_is_to_come(self) -> None:
        child = a_child()
        offence = an_offence(child)
        victim = told(offence_refs=[offence.ref])
        assert "view-not-sought" in exceptions(victim, TOLD)
        a_disposal(child, offence, imposed_on=day(1))
        assert "view-not-sought" not in exceptions(victim, AFTER)
        withheld = told(details_from_police_on=None, withheld_reason="Asked the police not to")
        assert "view-not-sought" not in exceptions(withheld, AFTER)

    @pytest.mark.parametrize("why", ["the sign", "a no", "closed"])
    def test_who_is_left_alone_or_closed_is_in_none(self, why: str) -> None:
        victim = told(do_not_contact_from=day(1) if why == "the sign" else None)
        a_step(victim, Step.CONTACTED, day(1))
        a_step(victim, Step.ACCEPTED, day(1))
        a_step(victim, Step.INFORMED, day(1))
        if why == "a no":
            a_step(victim, Step.CONSENT, day(2), answer=False)
        if why == "closed":
            a_step(victim, Step.CLOSED, day(2))
        assert exceptions(victim, day(60)) == set()

    def test_each_says_what_it_is_about(self) -> None:
        assert len(OUT_OF_ORDER) == 8
        assert all(one.title and one.why and slug == one.slug for slug, one in OUT_OF_ORDER.items())


def test_the_questions_asked_do_not_grow_with_the_victims(django_assert_num_queries: Any) -> None:
    victims = [told() for _ in range(5)]
    for number in (1, 5):
        with django_assert_num_queries(4):
            paths_of(victims[:number], AFTER)
