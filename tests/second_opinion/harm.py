"""The measures of restorative work counted again: victims, offers, processes, children, hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from tests.second_opinion.days import within
from tests.second_opinion.kinds import KINDS
from tests.second_opinion.known import known, known_rows


Records = dict[str, list[dict]]
Period = tuple[date, date]
FIRST_RULE, WORKING_DAYS = date(2013, 12, 10), 10


class Harm(NamedTuple):
    """What was known on a day of victims, of the work with them, and of reparation."""

    day: date
    victims: dict[str, dict]
    contacts: list[dict]
    processes: list[dict]
    reparation: dict[str, dict]
    sessions: list[dict]
    disposals: list[dict]
    interventions: list[dict]


@dataclass(frozen=True)
class Count:
    """The keys of what was counted, or the hours by key; a denominator likewise, or None where there is none."""

    numerator: list | dict
    denominator: list | None = None


def harm_known(records: Records, day: date) -> Harm:
    service = known(records, day)
    return Harm(
        day,
        {row["victim_ref"]: row for row in known_rows(records, "victims", day)},
        known_rows(records, "victim_contacts", day),
        known_rows(records, "restorative_processes", day),
        {row["reparation_ref"]: row for row in known_rows(records, "reparation", day)},
        known_rows(records, "reparation_sessions", day),
        service.disposals,
        service.interventions,
    )


def steps_of(harm: Harm, victim: str, *kinds: str) -> list[dict]:
    return [row for row in harm.contacts if row["victim_ref"] == victim and row["kind"] in kinds]


def contacted(harm: Harm, period: Period) -> list[str]:
    return [v for v in harm.victims if any(within(row["on"], period) for row in steps_of(harm, v, "contacted"))]


def processes_in(harm: Harm, period: Period) -> list[dict]:
    return [row for row in harm.processes if within(row["held_on"], period)]


def took_part(harm: Harm, period: Period) -> list[str]:
    held = {row["victim_ref"] for row in processes_in(harm, period)}
    return [victim for victim in harm.victims if victim in held]


def details_came(harm: Harm, period: Period) -> list[str]:
    came = {victim: row["details_from_police_on"] for victim, row in harm.victims.items()}
    return [victim for victim, day in came.items() if day is not None and within(day, period)]


def reached_in_time(harm: Harm, victim: str) -> bool:
    came, reached = harm.victims[victim]["details_from_police_on"], steps_of(harm, victim, "contacted")
    if not reached:
        return False
    return came < FIRST_RULE or min(row["on"] for row in reached) <= after_working_days(came)


def was_due(harm: Harm, victim: str) -> bool:
    """Reached, or to have been reached by now, without a last answer by then that was a no."""
    if steps_of(harm, victim, "contacted"):
        return True
    came = harm.victims[victim]["details_from_police_on"]
    if came < FIRST_RULE:
        return False
    last = after_working_days(came)
    said = [row for row in steps_of(harm, victim, "consent") if row["answer"] is not None]
    latest = max((row["on"] for row in said), default=None)
    left_alone = latest is not None and latest <= last and not consents(harm, victim)
    return last < harm.day and not left_alone


def after_working_days(day: date) -> date:
    """The tenth working day after a day."""
    left = WORKING_DAYS
    while left:
        day += timedelta(days=1)
        if day.isoweekday() < 6 and not is_bank_holiday(day):
            left -= 1
    return day


def is_bank_holiday(day: date) -> bool:
    """New Year, Easter, May, August and Christmas in England and Wales, between 2013 and 2020."""
    moved = {"2013": ("03-29", "04-01"), "2014": ("04-18", "04-21"), "2015": ("04-03", "04-06")}
    moved |= {"2016": ("03-25", "03-28"), "2017": ("04-14", "04-17"), "2018": ("03-30", "04-02")}
    moved |= {"2019": ("04-19", "04-22"), "2020": ("04-10", "04-13")}
    year, rest = f"{day:%Y}", f"{day:%m-%d}"
    if rest in moved.get(year, ()):
        return True
    first_of_may = "05-08" if year == "2020" else None
    if day.month == 5 and day.isoweekday() == 1 and (day.day <= 7 and year != "2020" or day.day > 24):
        return True
    if rest == first_of_may or (day.month == 8 and day.isoweekday() == 1 and day.day > 24):
        return True
    return day in substitutes(day.year)


def substitutes(year: int) -> set[date]:
    """New Year's Day, Christmas Day and Boxing Day, each on the next free weekday where it falls on a weekend."""
    found: set[date] = set()
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.isoweekday() > 5 or day in found:
            day += timedelta(days=1)
        found.add(day)
    return found


def programmes_ended(harm: Harm, period: Period) -> list[dict]:
    ended = [row for row in harm.interventions if row["ended_on"] and within(row["ended_on"], period)]
    refs = {row["disposal_ref"] for row in ended if row["disposal_ref"]}
    return [row for row in harm.disposals if row["disposal_ref"] in refs]


def of_programmes(harm: Harm, period: Period) -> list[str]:
    offences = {ref for row in programmes_ended(harm, period) for ref in row["offence_refs"]}
    return [victim for victim, row in harm.victims.items() if offences & set(row["offence_refs"])]


def consents(harm: Harm, victim: str) -> bool:
    """What the last answer was; of two on one day a no stands."""
    said = [row for row in steps_of(harm, victim, "consent") if row["answer"] is not None]
    last = max((row["on"] for row in said), default=None)
    return bool(said) and all(row["answer"] for row in said if row["on"] == last)


def consenting(harm: Harm, period: Period) -> list[str]:
    return [victim for victim in of_programmes(harm, period) if consents(harm, victim)]


def asked_before_the_decision(harm: Harm, victim: str) -> bool:
    offences = set(harm.victims[victim]["offence_refs"])
    due = [view_due_on(harm, row) for row in harm.disposals if offences & set(row["offence_refs"])]
    asked = [row["on"] for row in steps_of(harm, victim, "view_sought")]
    return bool(asked) and bool(due) and min(asked) <= min(due)


def view_due_on(harm: Harm, disposal: dict) -> date:
    """The day of a decision out of court; under a sentence, the day the work began, where it began later."""
    if KINDS[disposal["kind"]].tier in ("diversion", "pre-court"):
        return disposal["imposed_on"]
    began = [row["started_on"] for row in harm.interventions if row["disposal_ref"] == disposal["disposal_ref"]]
    return max(disposal["imposed_on"], min(began, default=disposal["imposed_on"]))


def asked(harm: Harm, victims: list[str], kind: str) -> list[str]:
    return [victim for victim in victims if steps_of(harm, victim, kind)]


def given(harm: Harm, victims: list[str], kind: str) -> list[str]:
    return [victim for victim in victims if any(row["answer"] for row in steps_of(harm, victim, kind))]


def keys(rows: list[dict], name: str) -> list[str]:
    return [row[name] for row in rows]


def children_of_programmes(harm: Harm, period: Period) -> list[str]:
    harmful = {ref for row in harm.victims.values() for ref in row["offence_refs"]}
    return sorted({row["child_ref"] for row in programmes_ended(harm, period) if harmful & set(row["offence_refs"])})


def sessions_in(harm: Harm, period: Period) -> list[dict]:
    return [row for row in harm.sessions if within(row["held_on"], period)]


def hours(rows: list[dict], key: str, name: str) -> dict[str, float]:
    return {row[key]: float(row[name]) for row in rows if row[name] is not None}


def is_open(row: dict, period: Period) -> bool:
    return row["referred_on"] <= period[1] and (row["ended_on"] is None or row["ended_on"] >= period[0])


def satisfied(side: str) -> Callable[[Harm, Period], Count]:
    def counted(harm: Harm, period: Period) -> Count:
        said = [row for row in processes_in(harm, period) if row[side] is not None]
        return Count(keys([row for row in said if row[side]], "process_ref"), keys(said, "process_ref"))

    return counted


def of_consenting(of: Callable[[Harm, list[str]], list[str]]) -> Callable[[Harm, Period], Count]:
    def counted(harm: Harm, period: Period) -> Count:
        victims = consenting(harm, period)
        return Count(of(harm, victims), victims)

    return counted


def of_asking(kind: str) -> Callable[[Harm, Period], Count]:
    def counted(harm: Harm, period: Period) -> Count:
        victims = of_programmes(harm, period)
        return Count(given(harm, victims, kind), asked(harm, victims, kind))

    return counted


COUNTS: dict[str, Callable[[Harm, Period], Count]] = {
    "victims-contacted": lambda harm, period: Count(contacted(harm, period)),
    "victim-engagement-rate": lambda harm, period: Count(
        [victim for victim in contacted(harm, period) if victim in took_part(harm, period)], contacted(harm, period)
    ),
    "victims-taking-part": lambda harm, period: Count(took_part(harm, period)),
    "restorative-offers": lambda harm, period: Count(
        [row["contact_ref"] for row in harm.contacts if row["kind"] == "offered" and within(row["on"], period)]
    ),
    "first-contact-in-time": lambda harm, period: Count(
        [v for v in details_came(harm, period) if reached_in_time(harm, v)],
        [v for v in details_came(harm, period) if was_due(harm, v)],
    ),
    "restorative-processes": lambda harm, period: Count(keys(processes_in(harm, period), "process_ref")),
    "children-in-restorative-processes": lambda harm, period: Count(
        sorted({row["child_ref"] for row in processes_in(harm, period)})
    ),
    "victims-satisfied": satisfied("victim_satisfied"),
    "children-satisfied": satisfied("child_satisfied"),
    "victims-of-programmes": lambda harm, period: Count(of_programmes(harm, period)),
    "victims-of-programmes-contacted": lambda harm, period: Count(
        asked(harm, of_programmes(harm, period), "contacted")
    ),
    "children-with-an-identified-victim": lambda harm, period: Count(children_of_programmes(harm, period)),
    "processes-of-programmes": lambda harm, period: Count(
        [row["process_ref"] for row in harm.processes if row["victim_ref"] in of_programmes(harm, period)]
    ),
    "victims-who-consented": lambda harm, period: Count(consenting(harm, period)),
    "kpi-10-victims": of_consenting(
        lambda harm, victims: [v for v in victims if any(row["victim_ref"] == v for row in harm.processes)]
    ),
    "victims-asked-before-the-decision": of_consenting(
        lambda harm, victims: [v for v in victims if asked_before_the_decision(harm, v)]
    ),
    "victims-informed": of_consenting(lambda harm, victims: given(harm, victims, "informed")),
    "victims-given-support-information": of_consenting(
        lambda harm, victims: given(harm, victims, "support_information")
    ),
    "victims-informed-of-those-who-asked": of_asking("informed"),
    "victims-given-support-information-of-those-who-asked": of_asking("support_information"),
    "reparation-hours-owed": lambda harm, period: Count(
        hours(
            [row for row in harm.reparation.values() if within(row["referred_on"], period)],
            "reparation_ref",
            "hours_owed",
        )
    ),
    "reparation-hours-offered": lambda harm, period: Count(
        hours(sessions_in(harm, period), "session_ref", "hours_offered")
    ),
    "reparation-hours-attended": lambda harm, period: Count(
        hours(sessions_in(harm, period), "session_ref", "hours_attended")
    ),
    "reparation-hours-credited": lambda harm, period: Count(
        hours(sessions_in(harm, period), "session_ref", "hours_credited")
    ),
    "reparation-attendance-rate": lambda harm, period: Count(
        keys([row for row in sessions_in(harm, period) if row["attended"]], "session_ref"),
        keys([row for row in sessions_in(harm, period) if row["attended"] is not None], "session_ref"),
    ),
    "children-on-reparation": lambda harm, period: Count(
        sorted({row["child_ref"] for row in harm.reparation.values() if is_open(row, period)})
    ),
}


def harm_count(records: Records, slug: str, period: Period, as_at: date) -> Count:
    """What a measure of restorative work counts in a period, as known at the end of a day."""
    return COUNTS[slug](harm_known(records, as_at), period)
