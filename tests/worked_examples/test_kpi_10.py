"""Worked example K10: a victim who took part and had not consented to contact; and what stands beside the indicator."""

import datetime as dt

from restorative.measures import consented
from tests.books import book_from
from tests.restored import contact, process, victim
from tests.stories import story, together
from yjs.measures.measure import Measure
from yjs.measures.periods import Period


QUARTER = Period.parse("2023Q1")


def refs(
    measure: type[Measure], *told: dict, kind: str = "youth_conditional_caution", began: str = "2023-03-01"
) -> tuple[list[str], list[str]]:
    child = story("C", f"{kind} 2023-03-01 for 2023-02-01", born="2008-05-03")
    work = {
        "intervention_ref": "C-work",
        "child_ref": "C",
        "kind": "out_of_court",
        "programme": "",
        "disposal_ref": child["disposals"][0]["disposal_ref"],
        "started_on": dt.date.fromisoformat(began),
        "ended_on": dt.date(2023, 6, 1),
        "recorded_on": None,
    }
    harmed = victim("V", child["offences"][0]["offence_ref"], details="2023-02-03")
    book = book_from(together(child, {"interventions": [work]}, harmed, *told), dt.date(2023, 6, 30))
    figure = measure.figure(book, QUARTER)
    return figure.refs("numerator"), figure.refs("denominator")


def test_k10_engaged_without_consent_is_in_neither_part_and_still_a_process() -> None:
    told = contact("V", "consent", "2023-02-05", False), process("P", "V", "C", "indirect", "2023-04-01")
    assert refs(consented.KPI10Victims, *told) == ([], [])
    assert refs(consented.ProcessesOfProgrammes, *told) == (["P"], [])
    assert refs(consented.ChildrenWithAnIdentifiedVictim, *told) == (["C"], [])
    assert refs(consented.VictimsOfProgrammes, *told) == (["V"], [])


def test_with_consent_the_same_victim_is_in_both_parts() -> None:
    told = contact("V", "consent", "2023-02-05", True), process("P", "V", "C", "indirect", "2023-04-01")
    assert refs(consented.KPI10Victims, *told) == (["V"], ["V"])


def test_a_view_asked_for_after_the_decision_is_not_one_asked_for_before_it() -> None:
    consent = contact("V", "consent", "2023-02-05", True)
    for day, counted in (("2023-03-01", ["V"]), ("2023-03-02", [])):
        asked = contact("V", "view_sought", day)
        assert refs(consented.VictimsAskedBeforeTheDecision, consent, asked) == (counted, ["V"])


def test_under_a_court_s_sentence_a_view_is_in_time_until_the_work_begins_and_out_of_court_until_the_decision() -> None:
    consent, began = contact("V", "consent", "2023-02-05", True), "2023-03-20"
    for kind, last in (("referral_order", dt.date(2023, 3, 20)), ("youth_caution", dt.date(2023, 3, 1))):
        for more, counted in ((0, ["V"]), (1, [])):
            asked = contact("V", "view_sought", str(last + dt.timedelta(days=more)))
            told = refs(consented.VictimsAskedBeforeTheDecision, consent, asked, kind=kind, began=began)
            assert told == (counted, ["V"])


def test_a_yes_and_a_no_on_one_day_are_a_no() -> None:
    for answers in ((True, False), (False, True)):
        said = [contact("V", "consent", "2023-02-05", answer) for answer in answers]
        said[1]["victim_contacts"][0]["contact_ref"] = "the second"
        assert refs(consented.VictimsWhoConsented, *said) == ([], [])


def test_what_was_given_is_out_of_those_who_consented_and_out_of_those_who_asked() -> None:
    asked = contact("V", "informed", "2023-02-10", False)
    assert refs(consented.VictimsInformed, asked) == ([], [])
    assert refs(consented.VictimsInformedOfThoseWhoAsked, asked) == ([], ["V"])
