"""What the tracker says in sentences: what may be concluded today and what may not, and on how few it all lies."""

from __future__ import annotations

from reoffending.tracker import Tracker
from yjs.measures.measure import FINAL, OPEN
from yjs.measures.units import percent


def conclusion(tracker: Tracker) -> str:
    """What the figures of a cohort allow to be said."""
    seen, whole = tracker.seen, int(tracker.seen.denominator_value or 0)
    if not whole:
        return "Nobody is in this cohort, so there is nothing to conclude."
    if seen.status == FINAL:
        return f"Every child has been followed for 18 months: {seen.text} is what the cohort came to."
    followed = tracker.states[OPEN]
    unsettled = f"{followed} of {whole} are still followed" if followed else "Some still wait for an outcome"
    so_far = (
        f"{unsettled}, so the {seen.text} seen so far is no result: "
        "the number who reoffended can only rise, but for late corrections."
    )
    return " ".join(said for said in (so_far, _still_to_come(tracker), _beside_the_last(tracker)) if said)


def _still_to_come(tracker: Tracker) -> str:
    """The one range of what the cohort may come to: its projection, or else no more than the estimate's upper limit."""
    found = tracker.projection
    if found is not None:
        many = f"{found.low}" if found.low == found.high else f"Between {found.low} and {found.high}"
        ends = dict.fromkeys(percent.show(percent.value(end, found.children)) for end in (found.low, found.high))
        so_far = " so far" if tracker.book.day < tracker.period.end else ""
        return (
            f"{many} of the {found.children} children in it{so_far} will be known to have reoffended when the cohort "
            f"matures, in 8 of 10 cases: that is {' to '.join(ends)}."
        )
    seen, estimate = tracker.seen, tracker.figure(tracker.rule.estimate)
    if estimate.interval is None or seen.value is None or estimate.interval[1] < seen.value:
        return "It is too early to say what it will come to."
    return f"By twelve months it may be as much as {estimate.measure.unit.show(estimate.interval[1])}."


def _beside_the_last(tracker: Tracker) -> str:
    """Whether a change from the last matured cohort can be claimed: not while chance alone may make it."""
    matured, estimate = tracker.matured(), tracker.figure(tracker.rule.estimate)
    if matured is None or matured.interval is None or estimate.interval is None:
        return ""
    past = f"the {matured.text} of {matured.period.label}"
    (low, high), (then_low, then_high) = estimate.interval, matured.interval
    if low <= then_high and then_low <= high:
        return f"No change from {past} can be claimed: with so few children it may be chance."
    return f"A {'fall' if then_low > high else 'rise'} from {past} is likely, and not yet certain."


def concentrated(tracker: Tracker) -> str:
    """How few children have most of the proven reoffences."""
    found = tracker.concentration()
    if found is None:
        return ""
    few, theirs, all_of_them = found
    whole, share = len(tracker.rows), percent.show(percent.value(theirs, all_of_them))
    return f"{few} of {whole} children {'has' if few == 1 else 'have'} {theirs} of the {all_of_them} proven reoffences ({share})."
