"""The victims and the reparation of the made-up service are such as a service has."""

import datetime as dt
from collections import defaultdict

from disposals.models import Disposal
from restorative.models import (
    Placement,
    PlacementDay,
    ReleasedFact,
    Reparation,
    ReparationSession,
    RestorativeProcess,
    Victim,
    VictimContact,
)
from restorative.register import differs, said_of
from tests.plan.wrenbridge import lasting, share
from yjs.plan.demo import LAST_DAY
from yjs.plan.demo.making_good import PROVIDER


def steps() -> dict[str, set[str]]:
    """The steps recorded of each victim."""
    found: dict[str, set[str]] = defaultdict(set)
    for step in lasting()[VictimContact]:
        found[step.victim.ref].add(step.kind)
    return found


def test_there_are_victims_of_every_kind_with_every_way_to_reach_them() -> None:
    victims = lasting()[Victim]
    assert len(victims) > 1_000
    assert {victim.kind for victim in victims} == {"person", "business", "public_body"}
    assert any(not (victim.first_name + victim.last_name).isascii() for victim in victims)
    assert any("'" in victim.last_name for victim in victims)
    for name in ("address", "phone", "email", "speaker", "language", "channel", "needs", "safety", "withheld_reason"):
        assert any(getattr(victim, name) for victim in victims), name
    assert 0.02 < share(victims, lambda victim: victim.do_not_contact_from is not None) < 0.1


def test_those_of_earlier_years_are_closed_and_a_few_of_the_last_are_late() -> None:
    told = steps()
    open_ones = [victim for victim in lasting()[Victim] if "closed" not in told[victim.ref]]
    known = [victim.details_from_police_on for victim in open_ones if victim.details_from_police_on]
    assert share(known, lambda day: day > dt.date(2025, 1, 1)) > 0.9
    assert 30 < len(open_ones) < 120
    waiting = [v for v in open_ones if v.details_from_police_on and "contacted" not in told[v.ref]]
    late = [v for v in waiting if v.details_from_police_on < LAST_DAY - dt.timedelta(days=20)]
    assert 1 <= len(late) <= 12


def test_some_may_be_quoted_and_nothing_that_was_released_or_said_names_anybody() -> None:
    facts = lasting()[ReleasedFact]
    assert {fact.fact for fact in facts} >= {"informed", "view", "safety"}
    assert not [fact for fact in facts if fact.victim.is_told_by(fact.words)]
    quoted = [process for process in lasting()[RestorativeProcess] if process.may_quote]
    assert len(quoted) > 20
    assert not [process for process in quoted if process.victim.is_told_by(process.words)]


def test_placements_have_their_risk_assessed_but_for_a_new_one_and_one_that_is_due() -> None:
    placements = {placement.name: placement for placement in lasting()[Placement]}
    a_year_ago = LAST_DAY.replace(year=LAST_DAY.year - 1)
    assert [name for name, one in placements.items() if one.risk_assessed_on is None] == ["Library garden"]
    old = [name for name, one in placements.items() if one.risk_assessed_on and one.risk_assessed_on < a_year_ago]
    assert old == ["Graffiti team"]
    assert [name for name, one in placements.items() if one.provider == PROVIDER] == ["Furniture store"]
    assert all(one.supervisor for name, one in placements.items() if name != "Library garden")


def test_no_session_has_more_children_than_places_and_each_is_of_its_day() -> None:
    days = lasting()[PlacementDay]
    assert all(0 < len(day.reparation_refs) <= day.placement.capacity for day in days)
    assert all(len(set(day.reparation_refs)) == len(day.reparation_refs) for day in days)
    there = [session for session in lasting()[ReparationSession] if session.day is not None]
    assert len(there) > 1_000
    for session in there:
        day = session.day
        assert (session.held_on, session.placement) == (day.on, day.placement.name)
        assert session.reparation.ref in day.reparation_refs
        if day.placement.provider:
            assert session.reparation.provider == PROVIDER


def test_a_register_opened_again_and_left_as_it_is_changes_nothing() -> None:
    for session in lasting()[ReparationSession]:
        if session.day is not None and (said := said_of(session)) is not None:
            assert said.faults(session.day) == []
            assert not differs(session.day, said, session)


def test_the_weeks_ahead_are_planned_for_those_with_hours_left() -> None:
    ahead = [day for day in lasting()[PlacementDay] if day.on > LAST_DAY]
    assert 8 < len(ahead) < 60
    assert max(day.on for day in ahead) <= LAST_DAY + dt.timedelta(weeks=6)
    assert max(len(day.reparation_refs) for day in ahead) >= 6
    reparation = {one.ref: one for one in lasting()[Reparation]}
    left = {ref: one.hours_owed for ref, one in reparation.items()}
    for session in lasting()[ReparationSession]:
        left[session.reparation.ref] -= session.hours_credited or 0
    placed = {ref for day in ahead for ref in day.reparation_refs}
    assert all(reparation[ref].ended_on is None and left[ref] > 0 for ref in placed)
    waiting = {ref for ref, one in reparation.items() if one.ended_on is None and left[ref] > 0}
    assert waiting - placed


def test_hours_are_never_more_than_owed_and_consents_are_mostly_recorded() -> None:
    credited: dict[str, float] = defaultdict(float)
    for session in lasting()[ReparationSession]:
        assert (session.hours_attended or 0) <= session.hours_offered
        assert (session.hours_credited or 0) <= (session.hours_attended or 0) + session.hours_allowed
        credited[session.reparation.ref] += float(session.hours_credited or 0)
    reparation = lasting()[Reparation]
    assert all(credited[one.ref] <= one.hours_owed for one in reparation)
    for name in ("may_take_part", "may_have_treatment", "may_be_photographed"):
        assert 0.04 < share(reparation, lambda one, name=name: getattr(one, name) is None) < 0.15
    assert 0.1 < share(reparation, lambda one: bool(one.wishes)) < 0.4


def test_few_absences_wait_for_the_case_manager_and_no_order_asks_for_more_than_the_law_allows() -> None:
    credited: dict[str, float] = defaultdict(float)
    for session in lasting()[ReparationSession]:
        credited[session.reparation.ref] += float(session.hours_credited or 0)
    missed = [one for one in lasting()[ReparationSession] if one.absence == "unacceptable" and not one.followed_up_on]
    open_ones = [one for one in missed if credited[one.reparation.ref] < one.reparation.hours_owed]
    assert 5 < len(open_ones) < 40
    assert not [one for one in lasting()[Disposal] if one.beyond_the_law()]
