"""What has to be known before a child works somewhere: consent, permissions, risk, and what suits whom."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from disposals.search import fold
from restorative.models import Placement, ReleasedFact, Reparation
from yjs.measures.periods import add_months


# A placement's risk is assessed again after so many months.
ASSESSED_AGAIN_AFTER = 12
# Words so short join others, or say nothing of what the work is.
SHORTEST_WORD = 4
SAYS_NOTHING = {"with", "work", "working", "that", "this", "from", "would", "like", "want", "wants", "wish", "wishes"}
SAYS_NOTHING |= {"them", "they", "their", "some", "something", "done", "help", "child", "children", "victim", "only"}
AGAINST = {"no", "not", "never", "avoid", "unsuitable", "without", "cannot", "nor", "away"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
A_WEEKDAY = re.compile(r"\b(mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?\b")
UP_TO = re.compile(r"\s*(?:-|–|to|until|through)\s*")
SEVERAL_DAYS = (
    (re.compile(r"\bweekdays?\b"), range(5)),
    (re.compile(r"\bweek-?ends?\b"), range(5, 7)),
    (re.compile(r"\b(?:daily|(?:every|any|all) days?|all week)\b"), range(7)),
)
CLAUSES = re.compile(r"[.;,\n]|\bbut\b")


def of_the_child(reparation: Reparation) -> list[str]:
    """What whoever is in charge of a session must know of a child before anything else."""
    said = []
    if reparation.may_take_part is False:
        said.append("No consent to take part: give no place, and let nobody work, until there is.")
    elif reparation.may_take_part is None:
        said.append("Consent to take part is not recorded.")
    if reparation.may_have_treatment is False:
        said.append("No consent to medical treatment.")
    elif reparation.may_have_treatment is None:
        said.append("Consent to medical treatment is not recorded.")
    if reparation.may_be_photographed is False:
        said.append("No photographs of this child.")
    elif reparation.may_be_photographed is None:
        said.append("Consent to photographs is not recorded: take none.")
    return said


def of_the_placement(placement: Placement, day: dt.date) -> str:
    """What is wrong with a placement's risk assessment on a day; empty where it is in date."""
    assessed = placement.risk_assessed_on
    if assessed is None:
        return "The risk of this placement has not been assessed."
    if add_months(assessed, ASSESSED_AGAIN_AFTER) < day:
        return f"The risk of this placement was last assessed on {assessed.day} {assessed:%B %Y}, over a year before."
    return ""


def of_the_weekday(placement: Placement, day: dt.date) -> str:
    """That children do not usually work somewhere on that day of the week, by the placement's own words for its days."""
    if not placement.weekdays or day.weekday() in weekdays_in(placement.weekdays):
        return ""
    return f"{day:%A} is not among its days: {placement.weekdays}."


def weekdays_in(text: str) -> set[int]:
    """The days of the week that a text names, Monday the first: by name, from one to another, or all of a kind."""
    found: set[int] = set()
    said = text.casefold()
    for words, days in SEVERAL_DAYS:
        found |= set(days) if words.search(said) else set()
    before, ended = -1, 0
    for name in A_WEEKDAY.finditer(said):
        number = WEEKDAYS.index(name[1][:3])
        if before >= 0 and UP_TO.fullmatch(said[ended : name.start()]):
            found |= {day % 7 for day in range(before, number + (7 if number < before else 0))}
        found.add(number)
        before, ended = number, name.end()
    return found


def against(reparation: Reparation, placement: Placement) -> str:
    """What the notes on a child say against a placement, in their own words; empty where they say nothing of it."""
    theirs = _words(f"{placement.name} {placement.work}")
    for clause in CLAUSES.split(reparation.suitability):
        if AGAINST & set(fold(clause)) and theirs & _words(clause):
            return clause.strip()
    return ""


def asked_of(reparations: Iterable[Reparation], user: Any) -> dict[int, list[str]]:
    """What victims asked for, by the reparation's number: in its own record, and released by who works with victims."""
    listed, released = list(reparations), defaultdict[int, list[str]](list)
    facts = ReleasedFact.objects.visible_to(user).filter(fact=ReleasedFact.Fact.WISHES)
    for child, words in facts.filter(child__in={one.child_id for one in listed}).values_list("child", "words"):
        released[child].append(words)
    return {one.pk: list(dict.fromkeys(filter(None, [one.wishes, *released[one.child_id]]))) for one in listed}


def wished_for(wishes: Iterable[str], placements: Iterable[Placement]) -> list[Placement]:
    """The placements whose work, or whom they suit, shares a word with what the victim asked for."""
    wished = _words(" ".join(wishes))
    return [one for one in placements if wished & _words(f"{one.work} {one.suits}")]


def _words(text: str) -> set[str]:
    """The words of a text that tell of work, with one ending for one thing and several."""
    told = {word.removesuffix("s") for word in fold(text) if len(word) >= SHORTEST_WORD}
    return told - SAYS_NOTHING
