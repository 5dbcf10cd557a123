"""The victims of a period with the evidence for each case, as an inspection asks for them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from disposals.models import Offence
from restorative.models import Step, Victim
from restorative.victims_path import Path
from yjs.documents.document import Cell, Column, Document, Row, Table
from yjs.measures.periods import Period, day_in_words


MISSING, NOT_NEEDED, NOT_DUE = "Missing", "Not needed", "Not due yet"
HEADS = (
    "Case",
    "Offence committed",
    "Details from the police",
    "First attempt",
    "Reached",
    "In time",
    "Consent to contact",
    "View asked for",
    "Before the decision",
    "Offer, or why not",
    "Choice",
    "Process",
    "News of the case",
    "Information on support",
    "Satisfied",
    "Closed",
)
YES_NO = {True: "Yes", False: "No", None: MISSING}


def victims_of_period(victims: QuerySet[Victim], period: Period) -> QuerySet[Victim]:
    """Of these victims, those whose details came in a period; where none came, those who were harmed in it."""
    harmed = set(Offence.objects.filter(committed_on__range=(period.start, period.end)).values_list("ref", flat=True))
    untold = victims.order_by().filter(details_from_police_on=None).values_list("pk", "offence_refs")
    among = [pk for pk, refs in untold if harmed.intersection(refs)]
    told = victims.filter(details_from_police_on__range=(period.start, period.end))
    return (told | victims.filter(pk__in=among)).order_by("details_from_police_on", "pk")


def evidence(path: Path) -> list[str]:
    """What is recorded of each step, under the heads; what is not is said to be missing once it was due."""
    victim, choice = path.victim, path.choice
    none, undecided = _nothing(path), path.decided_on is None
    declined = choice is not None and choice.kind == Step.DECLINED
    attempt = path.first(Step.ATTEMPT)
    offers = [f"Offered {day_in_words(step.on)}" for step in path.of(Step.OFFERED)]
    return [
        "; ".join(dict.fromkeys(offence.child.ref for offence in path.offences)) or MISSING,
        "; ".join(day_in_words(offence.committed_on) for offence in path.offences) or MISSING,
        _details(victim),
        day_in_words(attempt.on) if attempt else NOT_NEEDED if path.reached_on else none,
        day_in_words(path.reached_on) if path.reached_on else none,
        _in_time(path, none),
        f"{YES_NO[path.consent.answer]}, {day_in_words(path.consent.on)}" if path.consent else none,
        day_in_words(path.view.on) if path.view else _unless(undecided, none),
        _before_the_decision(path, none),
        "; ".join(offers) or _why("Not offered", victim, victim.not_offered_reason) or none,
        f"{choice.get_kind_display()} {day_in_words(choice.on)}"
        if choice
        else NOT_NEEDED
        if victim.not_offered_reason
        else _unless(not offers, none),
        "; ".join(map(str, path.processes))
        or (NOT_NEEDED if declined or victim.not_offered_reason else _unless(choice is None, none)),
        _asked_and_given(path, Step.INFORMED) or _unless(undecided, none),
        _asked_and_given(path, Step.SUPPORT_INFORMATION) or none,
        "; ".join(YES_NO[process.victim_satisfied] for process in path.processes) or NOT_NEEDED,
        day_in_words(path.closed.on) if path.closed else MISSING if path.is_to_close else NOT_DUE,
    ]


def _nothing(path: Path) -> str:
    """What is said of a step of which nothing is recorded."""
    if not path.may_be_contacted or path.is_withheld:
        return NOT_NEEDED
    return NOT_DUE if path.waits_for_contact else MISSING


def _unless(early: bool, none: str) -> str:
    """What is said of nothing, where the step comes later than another that is not there either."""
    return NOT_DUE if early and none == MISSING else none


def sample_document(paths: list[Path], period: Period, service: str, day: dt.date) -> Document:
    """The sample for a file: each victim by reference alone."""
    rows = [Row((Cell(str(path.victim)), *map(Cell, evidence(path)))) for path in paths]
    columns = tuple(Column(head, numeric=False) for head in ("Victim", *HEADS))
    table = Table("victims", f"Victims of {period.label}", columns, tuple(rows))
    return Document(
        title="Victims’ sample",
        subtitle=period.label,
        service_name=service,
        audience="internal",
        as_at_text=f"As recorded on {day_in_words(day)}",
        made_text="",
        blocks=(table,),
        as_at=day,
    )


def _details(victim: Victim) -> str:
    if victim.details_from_police_on:
        return day_in_words(victim.details_from_police_on)
    return _why("Withheld", victim, victim.withheld_reason) or MISSING


def _why(what: str, victim: Victim, reason: str) -> str:
    """A reason in the words it was typed in, unless they name the victim: the sample goes out by reference alone."""
    said = reason and ("for a reason that stands on the victim’s page" if victim.is_told_by(reason) else reason)
    return said and f"{what}: {said}"


def _asked_and_given(path: Path, step: Step) -> str:
    return "; ".join(f"{'Given' if each.answer else 'Asked for'} {day_in_words(each.on)}" for each in path.of(step))


def _in_time(path: Path, none: str) -> str:
    return none if path.in_time is None else YES_NO[path.in_time]


def _before_the_decision(path: Path, none: str) -> str:
    if path.decided_on is None:
        return "Nothing is decided yet"
    return none if path.view is None and none == NOT_NEEDED else YES_NO[path.view_in_time]
