"""What the tracker says in sentences: what may be concluded today and what may not, and on how few it all lies."""

from __future__ import annotations

from reoffending.tracker import Tracker
from yjs.measures.measure import OPEN, WAITING
from yjs.measures.periods import day_in_words
from yjs.measures.units import percent


# Of fewer reoffences than this, chance alone puts most with a child or two.
ENOUGH_TO_SHARE_OUT = 5


def conclusion(tracker: Tracker) -> str:
    """What the figures of a cohort allow to be said, and what they do not, in one sentence."""
    seen, whole = tracker.seen, int(tracker.seen.denominator_value or 0)
    if not whole:
        return "Nobody is in this cohort, so there is nothing to conclude."
    beside = _beside_the_last(tracker)
    if tracker.is_final:
        came = f"Every child has been followed for 18 months, so {seen.text} is what the cohort came to"
        return f"{came}{f', and {beside}' if beside else ''}."
    unsettled = tracker.states[OPEN] + tracker.states[WAITING]
    said = f"{_unsettled(tracker, whole)}, so the {seen.text} seen so far is no result"
    if unsettled:
        said += " and the number who reoffended can only rise, but for late corrections"
    further = ", and ".join(filter(None, (_still_to_come(tracker) if unsettled else "", beside)))
    return f"{said}: {further}." if further else f"{said}."


def _unsettled(tracker: Tracker, whole: int) -> str:
    """Why the cohort is not what it will come to."""
    followed, waiting = tracker.states[OPEN], tracker.states[WAITING]
    if followed:
        return f"{followed} of {whole} {'is' if followed == 1 else 'are'} still followed"
    if waiting:
        return f"{waiting} of {whole} still {'waits' if waiting == 1 else 'wait'} for outcomes"
    return f"Every child in it so far is final, but more may enter it until {day_in_words(tracker.period.end)}"


def _still_to_come(tracker: Tracker) -> str:
    """The one range of what the cohort may come to: its projection, or else no more than the estimate's upper limit."""
    found = tracker.projection
    if found is not None:
        many = f"{found.low}" if found.low == found.high else f"between {found.low} and {found.high}"
        ends = dict.fromkeys(percent.show(percent.value(end, found.children)) for end in (found.low, found.high))
        so_far, apart = (" so far", ", without children still to enter") if tracker.is_running else ("", "")
        return (
            f"{many} of the {found.children} children in it{so_far} will be known to have reoffended when the cohort "
            f"matures, in 8 of 10 cases ({' to '.join(ends)}{apart})"
        )
    seen, estimate = tracker.seen, tracker.figure(tracker.rule.estimate)
    if estimate.interval is None or seen.value is None or estimate.interval[1] < seen.value:
        return "it is too early to say what it will come to"
    return f"by twelve months it may be as much as {estimate.measure.unit.show(estimate.interval[1])}"


def _beside_the_last(tracker: Tracker) -> str:
    """Whether a change from the last matured cohort can be claimed: not while chance alone may make it."""
    matured, estimate = tracker.matured(), tracker.figure(tracker.rule.estimate)
    if matured is None or matured.interval is None or estimate.interval is None:
        return ""
    past = f"the {matured.text} of {matured.period.label}"
    (low, high), (then_low, then_high) = estimate.interval, matured.interval
    if low <= then_high and then_low <= high:
        return f"no change from {past} can be claimed, as with so few children it may be chance"
    return f"a {'fall' if then_low > high else 'rise'} from {past} is likely but not certain"


def concentrated(tracker: Tracker) -> str:
    """How few children have most of the proven reoffences, where there are enough for it to say anything."""
    found = tracker.concentration()
    if found is None or found[-1] < ENOUGH_TO_SHARE_OUT:
        return ""
    few, theirs, all_of_them = found
    whole, share = len(tracker.rows), percent.show(percent.value(theirs, all_of_them))
    have = "child has" if whole == 1 else "children has" if few == 1 else "children have"
    return f"{few} of {whole} {have} {theirs} of the {all_of_them} proven reoffences ({share})."
