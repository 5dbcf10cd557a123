"""Proven reoffending, J1 to J10: Jonny, fifteen, unknown in January 2009, in five overlapping cohorts of
twelve months and in the cohorts of three months that are followed now."""

from datetime import date

from tests.stories import Records, story
from tests.worked_examples.examples import Example, followed


BORN = "1993-06-01"
A, B, C = "2009-01-01..2009-12-31", "2009-04-01..2010-03-31", "2009-07-01..2010-06-30"
D, E = "2009-10-01..2010-09-30", "2010-01-01..2010-12-31"
JANUARY, JULY = "2009-01-01..2009-03-31", "2009-07-01..2009-09-30"
NEXT_JANUARY = "2010-01-01..2010-03-31"

CAUTIONED = "youth_caution 2009-02-10 for 2009-02-01"
CAUTIONED_AGAIN = "youth_caution 2009-07-01 for 2009-05-20"
IN_COURT = "referral_order 2010-01-12 for 2009-08-05"
HIM = ["Jonny"]


def jonny(*lines: str, born: str = BORN) -> Records:
    return story("Jonny", *lines, born=born)


def offences(*days: str) -> list[str]:
    return [f"Jonny/{day}" for day in days]


REOFFENDING = [
    Example(
        "J1 each cohort begins with his own first event in it",
        jonny(CAUTIONED, CAUTIONED_AGAIN),
        followed(A, HIM, offences("2009-05-20"))
        + followed(B, HIM, [])
        + followed(JANUARY, HIM, offences("2009-05-20"))
        + followed(JULY, HIM, []),
    ),
    Example(
        "J1 as known in June 2009 he has not reoffended yet",
        jonny(CAUTIONED, CAUTIONED_AGAIN),
        followed(A, HIM, [], as_at=date(2009, 6, 30)),
    ),
    Example(
        "J2 an offence counts in every cohort whose follow-up it falls in",
        jonny(CAUTIONED, CAUTIONED_AGAIN, IN_COURT),
        followed(A, HIM, offences("2009-05-20", "2009-08-05"))
        + followed(B, HIM, offences("2009-08-05"))
        + followed(C, HIM, offences("2009-08-05"))
        + followed(D, HIM, [])
        + followed(E, HIM, [])
        + followed(NEXT_JANUARY, HIM, []),
    ),
    Example(
        "J3 custody is followed from the release and not from the sentence",
        jonny(
            "detention_and_training_order 2009-03-01 for 2009-01-20 released 2009-09-01",
            "referral_order 2009-11-10 for 2009-10-03",
        ),
        followed(JANUARY, [], [])
        + followed(JULY, HIM, offences("2009-10-03"))
        + followed(A, HIM, offences("2009-10-03")),
    ),
    Example(
        "J3 and not at all while still inside",
        jonny("detention_and_training_order 2009-03-01 for 2009-01-20 released 2009-09-01"),
        followed(A, [], [], as_at=date(2009, 8, 31)),
    ),
    Example(
        "J4 an offence of before the index day is no reoffence, and its conviction no second entry",
        jonny("youth_caution 2009-01-05 for 2008-12-20", "referral_order 2009-02-20 for 2008-12-28"),
        followed(A, HIM, []) + followed(JANUARY, HIM, []),
    ),
    Example(
        "J5 an offence on the day after the anniversary is outside",
        jonny(CAUTIONED, "referral_order 2010-03-10 for 2010-02-11"),
        followed(A, HIM, []) + followed(JANUARY, HIM, []),
    ),
    Example(
        "J5 an offence on the anniversary counts",
        jonny(CAUTIONED, "referral_order 2010-03-10 for 2010-02-10"),
        followed(A, HIM, offences("2010-02-10")) + followed(JANUARY, HIM, offences("2010-02-10")),
    ),
    Example(
        "J6 convicted on the last day of waiting counts",
        jonny(CAUTIONED, "referral_order 2010-08-10 for 2010-01-01"),
        followed(A, HIM, offences("2010-01-01")) + followed(JANUARY, HIM, offences("2010-01-01")),
    ),
    Example(
        "J6 convicted on the day after does not",
        jonny(CAUTIONED, "referral_order 2010-08-11 for 2010-01-01"),
        followed(A, HIM, []) + followed(JANUARY, HIM, []),
    ),
    Example(
        "J7 a community resolution proves nothing",
        jonny(CAUTIONED, "community_resolution_yjs 2009-06-01 for 2009-05-20"),
        followed(A, HIM, []) + followed(JANUARY, HIM, []),
    ),
    Example(
        "J7 nor does an outcome 22",
        jonny(CAUTIONED, "outcome_22 2009-06-01 for 2009-05-20"),
        followed(A, HIM, []) + followed(JANUARY, HIM, []),
    ),
    Example(
        "J8 two cautions in one cohort are one entry",
        jonny(CAUTIONED, "youth_caution 2009-03-20 for 2009-02-09"),
        followed(A, HIM, []) + followed(JANUARY, HIM, []),
    ),
    Example(
        "J8 the second is a reoffence where its offence came after the first",
        jonny(CAUTIONED, "youth_caution 2009-03-20 for 2009-02-11"),
        followed(A, HIM, offences("2009-02-11")) + followed(JANUARY, HIM, offences("2009-02-11")),
    ),
    Example(
        "J8 an offence on the index day itself is none",
        jonny(CAUTIONED, "youth_caution 2009-03-20 for 2009-02-10"),
        followed(A, HIM, []),
    ),
    Example(
        "J9 a community resolution alone opens no follow-up",
        jonny("community_resolution_yjs 2009-02-10 for 2009-02-01"),
        followed(A, [], []) + followed(JANUARY, [], []),
    ),
    Example(
        "J10 a child who turns eighteen is followed through",
        jonny(CAUTIONED, "fine 2010-01-20 for 2009-12-15", born="1991-08-01"),
        followed(A, HIM, offences("2009-12-15")) + followed(JANUARY, HIM, offences("2009-12-15")),
    ),
    Example(
        "J10 and one who is eighteen already is in no cohort of children",
        jonny(CAUTIONED, born="1991-02-10"),
        followed(A, [], []),
    ),
]
