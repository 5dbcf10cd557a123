"""What must not leave the service beside a child's name: a text that names a victim of the child."""

from __future__ import annotations

from restorative.cases import cases_of
from restorative.models import Finding, LookedAt, Victim
from restorative.naming import Marks
from restorative.texts import AnyVictim, words_looked_at
from yjs.documents.release import CHECKS, Said


def names_a_victim(said: Said) -> bool:
    """Whether a text names a victim of its child, or one of no child any victim by the whole name; what was looked at
    and found to be about somebody else does not.
    """
    cases = cases_of([child for child in said if child is not None])
    for child, texts in said.items():
        case = cases.get(child) if child is not None else None
        if child is not None and case is None:
            continue
        seer = AnyVictim.of_all() if case is None else case
        for text in texts:
            if any(not _was_cleared(text, victim, marks) for victim, marks in seer.seen_in(text)):
                return True
    return False


def _was_cleared(text: str, victim: Victim, marks: Marks) -> bool:
    answers = LookedAt.objects.filter(victim=victim, finding=Finding.NOT_THE_VICTIM)
    return any(text in words for answer in answers for words in words_looked_at(answer, marks))


def enter() -> None:
    """Enters it among what is asked of every document."""
    if names_a_victim not in CHECKS:
        CHECKS.append(names_a_victim)
