"""First time entrants, F1 to F5 and F7 to F10. (F6 is about two services that hold the same child.)"""

from tests.stories import story
from tests.worked_examples.examples import Example, entrants


YEAR_2010 = "2010-01-01..2010-12-31"
YEAR_2014 = "2014-01-01..2014-12-31"
YEAR_2018 = "2018-01-01..2018-12-31"
YEAR_2019 = "2019-01-01..2019-12-31"

ENTRANTS = [
    Example(
        "F1 a community resolution is no entry and the caution after it is",
        story(
            "C",
            "community_resolution_yjs 2018-05-10 for 2018-05-01",
            "youth_caution 2019-03-12 for 2019-03-01",
            born="2003-06-01",
        ),
        entrants(YEAR_2018) + entrants(YEAR_2019, "C"),
    ),
    Example(
        "F2 a first caution while living elsewhere leaves no entry for the order made here",
        story(
            "C",
            "youth_caution 2018-05-10 for 2018-05-01 elsewhere",
            "referral_order 2019-03-12 for 2019-02-01 local",
            born="2003-06-01",
        ),
        entrants(YEAR_2018) + entrants(YEAR_2019),
    ),
    Example(
        "F3 a caution quashed on appeal leaves the next to be the first",
        story(
            "C",
            "youth_caution 2018-05-10 for 2018-05-01 quashed",
            "youth_caution 2019-03-12 for 2019-03-01",
            born="2003-06-01",
        ),
        entrants(YEAR_2018) + entrants(YEAR_2019, "C"),
    ),
    Example(
        "F4 two offences of one day and one caution for both are one entry",
        story("C", "youth_caution 2018-05-10 for 2018-05-01 and 2018-05-01#2", born="2003-06-01"),
        entrants(YEAR_2018, "C"),
    ),
    Example(
        "F4 nor do two cautions on one day make two",
        story(
            "C",
            "youth_caution 2018-05-10 for 2018-05-01",
            "youth_caution 2018-05-10#2 for 2018-05-01#2",
            born="2003-06-01",
        ),
        entrants(YEAR_2018, "C"),
    ),
    Example(
        "F5 of a conditional caution and a referral order on one day the order is the entry",
        story(
            "C",
            "youth_conditional_caution 2018-05-10 for 2018-05-01",
            "referral_order 2018-05-10 for 2018-04-20",
            born="2003-06-01",
        ),
        entrants(YEAR_2018, "C")
        + entrants(YEAR_2018, "C", kind="referral_order")
        + entrants(YEAR_2018, kind="youth_conditional_caution"),
    ),
    Example(
        "F7 ten at the offence and eighteen at the first hearing is no entry",
        story("C", "fine 2019-06-20 for 2012-01-15 heard 2019-06-10", born="2001-06-01"),
        entrants(YEAR_2019),
    ),
    Example(
        "F7 seventeen at the first hearing is one, though eighteen when it is imposed",
        story("C", "fine 2019-06-20 for 2012-01-15 heard 2019-05-31", born="2001-06-01"),
        entrants(YEAR_2019, "C"),
    ),
    Example(
        "F8 nine at the offence is no entry",
        story("C", "youth_caution 2018-06-20 for 2018-05-31", born="2008-06-01"),
        entrants(YEAR_2018),
    ),
    Example(
        "F8 ten on the day of the offence is one",
        story("C", "youth_caution 2018-06-20 for 2018-06-01", born="2008-06-01"),
        entrants(YEAR_2018, "C"),
    ),
    Example(
        "F9 an outcome 23, which the nation codes as a reprimand, is no entry",
        story("C", "outcome_23 2026-03-10 for 2026-03-01", born="2011-06-01"),
        entrants("2026-01-01..2026-09-30"),
    ),
    Example(
        "F10 a reprimand of 2010 was the entry, so the caution of 2014 is none",
        story(
            "C",
            "reprimand 2010-05-10 for 2010-05-01",
            "youth_caution 2014-03-12 for 2014-03-01",
            born="1998-06-01",
        ),
        entrants(YEAR_2010, "C") + entrants(YEAR_2014),
    ),
]
