"""Whole cohorts with the paper's answers: four quarters that add up to a year, and the tracker's twenty."""

from datetime import date, timedelta

from tests.stories import Records, story, together


YEAR = date(2018, 4, 1), date(2019, 3, 31)
QUARTERS = {
    (date(2018, 4, 1), date(2018, 6, 30)): (10, 3),
    (date(2018, 7, 1), date(2018, 9, 30)): (8, 2),
    (date(2018, 10, 1), date(2018, 12, 31)): (12, 5),
    (date(2019, 1, 1), date(2019, 3, 31)): (10, 4),
}
INDEX = date(2018, 5, 10)


def four_quarters() -> Records:
    """Cohorts of 10, 8, 12 and 10 children. 3, 2, 5 and 4 reoffend, and are sentenced after the year."""
    stories = []
    for (first, _), (children, reoffenders) in QUARTERS.items():
        for number in range(children):
            index = first + timedelta(days=7 * number)
            offences = [index + timedelta(days=300)] if number < reoffenders else []
            stories.append(cautioned(f"{first:%b}-{number}", index, offences, dealt_with_after=100))
    return together(*stories)


def twenty_children(*, reoffences: tuple[int, ...] = (1, 1, 2, 3, 4, 7)) -> Records:
    """A cohort of twenty, of whom six reoffend. The last of the six has one offence more, on day 366."""
    stories = []
    for number in range(20):
        times = reoffences[number] if number < len(reoffences) else 0
        offences = [INDEX + timedelta(days=10 * nth) for nth in range(1, times + 1)]
        if number == len(reoffences) - 1:
            offences.append(INDEX + timedelta(days=366))
        stories.append(cautioned(f"C{number:02}", INDEX, offences))
    return together(*stories)


def twenty_children_and_a_late_conviction(convicted: str) -> Records:
    """A twenty-first child, with an offence in the tenth month that was convicted on the given day."""
    late = story(
        "Late",
        f"youth_caution {INDEX} for {INDEX - timedelta(days=9)}",
        f"referral_order {convicted} for 2019-03-01",
        born="2003-06-01",
    )
    return together(twenty_children(), late)


def cautioned(ref: str, index: date, offences: list[date], dealt_with_after: int = 30) -> Records:
    """A child cautioned on the index day, whose later offences were each dealt with some days on."""
    lines = [f"youth_caution {index} for {index - timedelta(days=9)}"]
    lines += [f"fine {day + timedelta(days=dealt_with_after)} for {day}" for day in offences]
    return story(ref, *lines, born="2003-06-01")
