"""What victims said of a process and agreed to be quoted, without a name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from disposals.models import Child, Offence
from restorative.cases import cases_of, marks_of_child
from restorative.models import RestorativeProcess, Victim
from restorative.naming import names
from restorative.naming.anybody import Anybody
from restorative.terms import processes_held
from yjs.measures.periods import Period
from yjs.records.book import Book, known_versions
from yjs.records.live import state_now


MOST = 5
# What decides whether words may still be quoted, and whom they may name.
DECIDING = (RestorativeProcess, Victim, Child, Offence)
# A process by its number, its day, the victim, the child and the words.
Told = tuple[int, dt.date, int, int, str]


def quotes(book: Book, period: Period) -> list[str]:
    """The words of victims about processes held in a period, as known at the book's moment; the latest few.

    Consent is no figure: who has taken it back since is not quoted, of whatever day the book is. Words that turn out to
    name a victim or a child are never quoted, whatever was agreed.
    """
    if processes_held(book, period).empty:
        return []
    agreed = book.remembered((quotes, period), lambda: _agreed_then(book, period))
    # Nothing is asked of the present where nothing could be quoted.
    return book.remembered((quotes, period, state_now(DECIDING)), lambda: _quoted(agreed)) if agreed else []


def _agreed_then(book: Book, period: Period) -> list[Told]:
    """What could be quoted as it was known at the book's moment, the latest first."""
    columns = ["id", "held_on", "victim_id", "child_id", "words", "may_quote"]
    told = [
        (pk, held_on, victim, child, words)
        for pk, held_on, victim, child, words, may_quote in known_versions(RestorativeProcess, book.as_at, columns)
        if may_quote and words and period.start <= held_on <= min(period.end, book.day)
    ]
    return sorted(told, key=lambda one: one[1], reverse=True)


def _quoted(agreed: list[Told]) -> list[str]:
    """What of it may be quoted now."""
    still = dict(RestorativeProcess.objects.filter(may_quote=True).values_list("pk", "words"))
    found = [(victim, child, words) for pk, _, victim, child, words in agreed if still.get(pk) == words]
    if not found:
        return []
    cases = cases_of({child for _, child, _ in found})
    namer = _Namer({victim for victim, _, _ in found})
    said: list[str] = []
    for victim, child, words in found:
        case = cases.get(child)
        # Who has been removed cannot be looked for in the words, so they are not quoted.
        if case is None or victim not in case.victims or words in said:
            continue
        if not case.names_somebody(words) and not namer.names_somebody(words, victim):
            said.append(words)
        if len(said) == MOST:
            break
    return said


class _Namer:
    """Looks for anybody whom a victim may name: each child who harmed them, and any child or victim by the whole name."""

    def __init__(self, victims: Collection[int]) -> None:
        self._children: dict[int, set[Child]] = defaultdict(set)
        refs = dict(Victim.objects.filter(pk__in=victims).values_list("pk", "offence_refs"))
        named = {ref for some in refs.values() for ref in some}
        child_of = {one.ref: one.child for one in Offence.objects.filter(ref__in=named).select_related("child")}
        for victim, some in refs.items():
            self._children[victim] |= {child_of[ref] for ref in some if ref in child_of}
        for process in RestorativeProcess.objects.filter(victim__in=victims).select_related("child"):
            self._children[process.victim_id].add(process.child)
        self._any_child = Anybody((child, marks_of_child(child)) for child in Child.objects.iterator())
        self._any_victim = Anybody((each, each.marks()) for each in Victim.objects.iterator())

    def names_somebody(self, words: str, victim: int) -> bool:
        """Whether words of a victim name a child or a victim."""
        if any(names(words, marks_of_child(child)) for child in self._children[victim]):
            return True
        return any(True for anybody in (self._any_child, self._any_victim) for _ in anybody.seen_in(words))
