"""Kaplan and Meier's estimate in plain Python."""

from fractions import Fraction


def kaplan_meier(lives: list[tuple[int | None, int | None]], until: int) -> Fraction | None:
    """The share with the event by a day. A life is the days it was followed (None: to the end) and its event's day.

    None where nobody was followed to that day and not everybody had the event before.
    """
    without = Fraction(1)
    for day in range(1, until + 1):
        at_risk = [
            (followed, event)
            for followed, event in lives
            if (event is None or event >= day) and (followed is None or followed >= day)
        ]
        if not at_risk:
            return 1 - without if without == 0 else None
        events = sum(1 for _, event in at_risk if event == day)
        without *= 1 - Fraction(events, len(at_risk))
    return 1 - without
