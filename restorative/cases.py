"""A child's case as a check for names sees it: the victims, and who else is in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from disposals.models import Child, Intervention, Offence
from restorative.models import RestorativeProcess, Victim
from restorative.naming import Marks, Others, Person, marks_of, names


@dataclass(frozen=True)
class Case:
    """One child, the victims of what the child did, by number, and the names of those who work with the child."""

    child: Child
    victims: dict[int, Victim]
    workers: frozenset[str]

    @cached_property
    def others(self) -> Others:
        """Those whose names are no sign of a victim: the child, and who works with the child."""
        child, called = self.child, [Person.called(name) for name in sorted(self.workers)]
        known_as = [child.known_as] if child.known_as else []
        return Others((Person.named(child.first_name, child.last_name, known_as), *called), child.postcode)

    @cached_property
    def marks(self) -> dict[int, Marks]:
        """What gives each of the victims away in this case."""
        return {pk: victim.marks(self.others) for pk, victim in self.victims.items()}

    def seen_in(self, text: str) -> Iterator[tuple[Victim, Marks]]:
        """The victims whom a text names, or tells how to find, with what gives them away."""
        return ((self.victims[pk], marks) for pk, marks in self.marks.items() if names(text, marks))

    def names_somebody(self, text: str) -> bool:
        """Whether a text names one of the victims or the child."""
        own = marks_of_child(self.child)
        return names(text, own) or any(victim.is_told_by(text) for victim in self.victims.values())


def marks_of_child(child: Child) -> Marks:
    """What names a child in a text."""
    known_as = [child.known_as] if child.known_as else []
    return marks_of(is_person=True, first_name=child.first_name, last_name=child.last_name, other_names=known_as)


def cases_of(children: Collection[int] | None = None, victims: Iterable[Victim] | None = None) -> dict[int, Case]:
    """The cases of some children by their numbers, or of all who have victims; with all their victims, or these alone.

    A victim is in a case by an offence, or by a process that was held.
    """
    known = {victim.pk: victim for victim in (Victim.objects.iterator() if victims is None else victims)}
    refs = {ref for victim in known.values() for ref in victim.offence_refs}
    offences, processes = Offence.objects.all(), RestorativeProcess.objects.all()
    if children is not None:
        offences, processes = offences.filter(child__in=children), processes.filter(child__in=children)
    child_of = {ref: child for ref, child in offences.values_list("ref", "child_id").iterator() if ref in refs}
    found: dict[int, dict[int, Victim]] = defaultdict(dict)
    for victim in known.values():
        for ref in victim.offence_refs:
            if ref in child_of:
                found[child_of[ref]][victim.pk] = victim
    for child, pk in processes.values_list("child_id", "victim_id"):
        if pk in known:
            found[child][pk] = known[pk]
    workers = defaultdict(set)
    for child, worker in Intervention.objects.filter(child__in=found).values_list("child_id", "worker"):
        workers[child].add(worker)
    records = Child.objects.in_bulk(list(found))
    return {pk: Case(child, found[pk], frozenset(filter(None, workers[pk]))) for pk, child in records.items()}
