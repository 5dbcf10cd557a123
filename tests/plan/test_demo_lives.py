"""The made-up service does not make a practitioner smile."""

import datetime as dt
from collections import Counter
from statistics import median

from disposals.models import KINDS, Child, Disposal, Intervention, Offence, Remand, Status
from tests.plan.wrenbridge import custody, disposals, entrants, lasting, of_year, offences, share, told
from yjs.measures.periods import age_on
from yjs.plan.demo.days import BANK_HOLIDAYS


def test_courts_and_panels_sit_on_working_days() -> None:
    days = {d.imposed_on for d in disposals()} | {d.first_hearing_on for d in disposals()}
    days |= {remand.started_on for remand in lasting()[Remand]}
    days -= {None}
    assert all(day.weekday() < 5 and day not in BANK_HOLIDAYS for day in days)


def test_children_are_ten_to_seventeen_and_mostly_the_older_ones() -> None:
    ages = [age_on(o.child.date_of_birth, o.committed_on) for o in lasting()[Offence]]
    assert min(ages) == 10
    assert max(ages) == 18
    assert share(ages, lambda age: age >= 15) > 0.55
    assert share(ages, lambda age: age == 18) < 0.03


def test_kinds_of_disposal_keep_to_their_times() -> None:
    first: dict[str, dt.date] = {}
    for disposal in disposals():
        first.setdefault(disposal.kind, disposal.imposed_on)
        last = {disposal.kind: disposal.imposed_on}
        assert not (disposal.kind in ("reprimand", "final_warning") and last[disposal.kind] >= dt.date(2013, 4, 8))
        assert not (disposal.kind == "section_90_92" and disposal.imposed_on >= dt.date(2020, 12, 1))
    assert first["youth_caution"] >= dt.date(2013, 4, 8)
    assert first["outcome_21"] >= dt.date(2016, 1, 1)
    assert first["outcome_22"] >= dt.date(2019, 4, 1)
    assert first["outcome_23"] >= dt.date(2026, 1, 1)
    assert first["section_250"] >= dt.date(2020, 12, 1)
    assert first["youth_rehabilitation_order"] >= dt.date(2009, 11, 30)
    assert all(i.started_on.year >= 2022 for i in lasting()[Intervention] if i.kind == "turnaround")


def test_gravity_is_scored_since_the_matrix_alone() -> None:
    scored = [o for o in lasting()[Offence] if o.gravity]
    assert scored
    assert min(o.committed_on for o in scored) > dt.date(2022, 1, 1)
    assert all(1 <= o.gravity <= 5 for o in scored)


def test_the_ladder_is_climbed_from_below() -> None:
    convicted: Counter[str] = Counter()
    for disposal in disposals():
        about = [offences()[ref] for ref in disposal.offence_refs]
        is_shoplifting = all(o.description == "Theft from a shop" for o in about)
        if convicted[disposal.child.ref] == 0 and is_shoplifting:
            assert not disposal.kind.startswith("youth_rehabilitation_order")
            assert not disposal.kind_of.is_custodial
        if disposal.kind_of.is_custodial:
            assert age_on(disposal.child.date_of_birth, disposal.imposed_on) >= 12
            assert disposal.court
        convicted[disposal.child.ref] += bool(disposal.court)


def test_custody_ends_about_half_way() -> None:
    out = [d for d in disposals() if d.released_on and not d.appeal]
    served = [(d.released_on - d.imposed_on) / (d.ends_on - d.imposed_on) for d in out]
    assert len(out) > 100
    assert 0.4 < median(served) < 0.52


def test_numbers_fall_as_they_did() -> None:
    assert 130 < entrants(2012) < 180
    assert 55 < entrants(2018) < 95
    assert 20 < entrants(2024) < 50
    assert custody(2011) > custody(2015) > custody(2021)
    assert 0 < custody(2018) < 10
    diverted = [d for d in disposals() if KINDS[d.kind].tier == "Diversion"]
    assert len(of_year(diverted, 2025)) > 1.5 * len(of_year(diverted, 2012))


def test_courts_take_months_and_cautions_weeks() -> None:

    def gap(disposal: Disposal) -> int:
        return (disposal.imposed_on - min(offences()[ref].committed_on for ref in disposal.offence_refs)).days

    cautions = [d for d in disposals() if KINDS[d.kind].tier == "Pre-court"]
    court = [d for d in disposals() if d.first_hearing_on]
    assert 30 < median(map(gap, cautions)) < 70
    assert 100 < median(map(gap, of_year(court, 2012))) < 170
    assert 180 < median(map(gap, of_year(court, 2024))) < 270


def test_a_few_children_reoffend_and_some_of_them_often() -> None:
    offences: dict[str, list[dt.date]] = {}
    for offence in lasting()[Offence]:
        if not offence.is_breach:
            offences.setdefault(offence.child.ref, []).append(offence.committed_on)
    for year in (2012, 2015, 2018):
        index = {d.child.ref: d.imposed_on for d in reversed(of_year(disposals(), year)) if d.kind_of.opens}
        again = {
            ref: sum(on < day <= on + dt.timedelta(days=365) for day in offences.get(ref, []))
            for ref, on in index.items()
        }
        reoffenders = [number for number in again.values() if number]
        assert 0.28 < len(reoffenders) / len(index) < 0.55
        assert 2.5 < sum(reoffenders) / len(reoffenders) < 5
        most = sorted(reoffenders, reverse=True)[: len(index) // 10]
        assert sum(most) > 0.4 * sum(reoffenders)


def test_who_the_children_are_is_as_a_register_has_it() -> None:
    children = lasting()[Child]
    assert 0.78 < share(children, lambda child: child.sex == "male") < 0.9
    assert 0.03 < share(children, lambda child: child.ethnicity in ("", "not_known")) < 0.08
    assert 0.60 < share(children, lambda child: child.ethnicity.startswith("English")) < 0.75
    looked_after = {s.child.ref for s in lasting()[Status] if s.status == "looked_after"}
    assert 0.08 < len(looked_after) / len(children) < 0.20
    asked = {s.child.ref for s in lasting()[Status] if s.status in ("ehc_plan", "sen_support", "no_send")}
    assert 0.3 < len(asked) / len(children) < 0.7


def test_names_are_of_every_kind() -> None:
    names = [(child.first_name, child.last_name, child.known_as) for child in lasting()[Child]]
    assert any("'" in last for _, last, _ in names)
    assert any("-" in last for _, last, _ in names)
    assert any(not (first + last).isascii() for first, last, _ in names)
    assert any(not last for _, last, _ in names)
    assert any(len(last) > 22 for _, last, _ in names)
    assert share(names, lambda name: bool(name[2])) > 0.05
    homes = Counter((child.last_name, child.postcode) for child in lasting()[Child] if child.postcode)
    assert sum(number > 1 for number in homes.values()) > 20
    births = Counter(
        (child.last_name, child.postcode, child.date_of_birth) for child in lasting()[Child] if child.postcode
    )
    assert any(number == 2 for number in births.values())


def test_about_a_hundred_children_are_open_on_the_last_day() -> None:
    at_work = {i.child.ref: i for i in lasting()[Intervention] if i.ended_on is None}
    assert 70 < len(at_work) < 140
    assert {i.kind for i in at_work.values()} >= {"statutory", "out_of_court", "diversion", "turnaround", "prevention"}
    assert any(i.worker == "Marcus Oyelaran" for i in at_work.values())


def test_records_were_put_right_and_some_taken_away() -> None:
    reasons = Counter(change.reason for each in told() for change in each.changes)
    for reason in (
        "Spelling",
        "Family moved",
        "Recorded as the wrong kind",
        "Address checked",
        "Appeal to the Crown Court",
    ):
        assert reasons[reason] > 5
    assert 5 <= sum(each.removed_on is not None for each in told()) <= 40
    late = [
        each
        for each in told()
        if isinstance(each.record, Disposal) and each.on - each.record.imposed_on > dt.timedelta(60)
    ]
    assert len(late) > 20
