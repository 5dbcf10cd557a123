"""What the tracker says in sentences: what may be concluded today and what may not, and on how few it all lies."""

from __future__ import annotations

from reoffending.tracker import Tracker
from yjs.measures.measure import FINAL, OPEN
from yjs.measures.units import percent


def conclusion(tracker: Tracker) -> str:
    """What the figures of a cohort allow to be said."""
    seen, estimate, matured = tracker.seen, tracker.figure(tracker.rule.estimate), tracker.matured()
    whole = int(seen.denominator_value or 0)
    if not whole:
        return "Nobody is in this cohort yet, so there is nothing to conclude."
    if seen.status == FINAL:
        return f"Every child has been followed for 18 months: {seen.text} is what the cohort came to."
    followed = tracker.states[OPEN]
    unsettled = f"{followed} of {whole} are still followed" if followed else "Some still wait for an outcome"
    so_far = f"{unsettled}, so the {seen.text} seen so far can only rise and is no result."
    if estimate.value is None or estimate.interval is None:
        return f"{so_far} It is too early to say what it will come to."
    low, high = (estimate.measure.unit.show(end) for end in estimate.interval)
    likely = f"By twelve months it may be anything from {low} to {high}"
    if matured is None or matured.value is None:
        return f"{so_far} {likely}."
    past = f"the {matured.text} of {matured.period.label}"
    if estimate.interval[0] <= matured.value <= estimate.interval[1]:
        return f"{so_far} {likely}, which holds {past}: no change from it can be claimed."
    way = "below" if matured.value > estimate.interval[1] else "above"
    return f"{so_far} {likely}, {way} {past}: a change is likely, and not yet certain."


def concentrated(tracker: Tracker) -> str:
    """How few children have most of the proven reoffences."""
    found = tracker.concentration()
    if found is None:
        return ""
    few, theirs, all_of_them = found
    whole, share = len(tracker.rows), percent.show(percent.value(theirs, all_of_them))
    return f"{few} of {whole} children {'has' if few == 1 else 'have'} {theirs} of the {all_of_them} proven reoffences ({share})."
