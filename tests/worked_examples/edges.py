"""The rules our count keeps, each at the day or the word where it turns. The number is the rule's."""

from datetime import date

from tests.stories import Records, story, together
from tests.worked_examples.examples import LONG_AFTER, Example, Question, days, entrants, followed


BORN = "2003-06-01"
CHILD = ["C"]
YEAR_2018 = "2018-01-01..2018-12-31"
YEAR_2016 = "2016-01-01..2016-12-31"
CAUTION = "youth_caution 2018-05-10 for 2018-05-01"


def child(*lines: str, born: str = BORN) -> Records:
    return story("C", *lines, born=born)


def reoffends(*offences: str, period: str = YEAR_2018) -> list[Question]:
    return followed(period, CHILD, [f"C/{offence}" for offence in offences])


def custody(*disposals: str, as_at: date = LONG_AFTER) -> list[Question]:
    refs = [f"C/{disposal}" for disposal in disposals]
    return [Question("custody-rate", days(YEAR_2018), refs, None, as_at)]


def counted(slug: str, *keys: str, period: str = YEAR_2018, as_at: date = LONG_AFTER) -> list[Question]:
    return [Question(slug, days(period), list(keys), None, as_at)]


LEAP_DAY = "youth_caution 2016-02-29 for 2016-02-01"

EDGES = [
    Example(
        "1 a period has both its days in",
        child("outcome_22 2018-01-01 for 2017-12-20", "outcome_22 2018-12-31 for 2018-12-20"),
        counted("out-of-court-disposals", "C/outcome_22/2018-01-01", "C/outcome_22/2018-12-31"),
    ),
    Example(
        "1 as-at is the end of the day, so what was recorded that day counts",
        child(f"{CAUTION} recorded 2018-05-12"),
        counted("first-time-entrants", "C", as_at=date(2018, 5, 12))
        + counted("first-time-entrants", as_at=date(2018, 5, 11)),
    ),
    Example(
        "1 what was recorded before it happened counts from its own day",
        child(f"{CAUTION} recorded 2018-05-02"),
        counted("first-time-entrants", as_at=date(2018, 5, 9))
        + counted("first-time-entrants", "C", as_at=date(2018, 5, 10)),
    ),
    Example(
        "2 breaches alone open no follow-up and are no entry",
        child("breach 2018-04-20", "breach 2018-04-21", "fine 2018-05-10 for 2018-04-20 and 2018-04-21"),
        followed(YEAR_2018, [], []) + entrants(YEAR_2018),
    ),
    Example(
        "2 a breach beside an offence does not undo the entry",
        child("breach 2018-04-20", "fine 2018-05-10 for 2018-04-20 and 2018-04-21"),
        reoffends() + entrants(YEAR_2018, "C"),
    ),
    Example(
        "3 a child released on the day of the question is followed from it",
        child("section_250 2017-05-10 for 2017-05-01 released 2018-05-10"),
        followed(YEAR_2018, CHILD, [], as_at=date(2018, 5, 10)) + followed(YEAR_2018, [], [], as_at=date(2018, 5, 9)),
    ),
    Example(
        "3 living elsewhere opens no follow-up, and where not recorded it is here",
        together(
            story("A", f"{CAUTION} elsewhere", born=BORN),
            story("B", CAUTION, born=BORN),
        ),
        followed(YEAR_2018, ["B"], []),
    ),
    Example(
        "3 born on 29 February a child is eighteen on 1 March",
        together(
            story("A", "youth_caution 2018-02-28 for 2018-02-01", born="2000-02-29"),
            story("B", "youth_caution 2018-03-01 for 2018-02-01", born="2000-02-29"),
        ),
        followed(YEAR_2018, ["A"], []),
    ),
    Example(
        "3 a bind over and a deferred sentence open no follow-up, nor does a hospital order",
        child(
            "bind_over 2018-05-10 for 2018-05-01",
            "sentence_deferred 2018-05-11 for 2018-05-01",
            "hospital_order 2018-05-12 for 2018-05-01",
        ),
        followed(YEAR_2018, [], []) + entrants(YEAR_2018, "C", kind="hospital_order"),
    ),
    Example(
        "4 a year from 29 February ends on the 28th",
        child(LEAP_DAY, "fine 2017-04-10 for 2017-02-28", "fine 2017-04-11 for 2017-03-01"),
        reoffends("2017-02-28", period=YEAR_2016),
    ),
    Example(
        "4 a year across 29 February ends on its anniversary all the same",
        child("youth_caution 2019-03-01 for 2019-02-01", "fine 2020-04-10 for 2020-03-01"),
        reoffends("2020-03-01", period="2019-01-01..2019-12-31"),
    ),
    Example(
        "4 eighteen months from 29 February end on 29 August, in one step",
        child(LEAP_DAY, "fine 2017-08-29 for 2016-06-01", "fine 2017-08-30 for 2016-06-02"),
        reoffends("2016-06-01", period=YEAR_2016),
    ),
    Example(
        "4 eighteen months from 31 August end on the last of February",
        child(
            "youth_caution 2018-08-31 for 2018-08-01",
            "fine 2020-02-29 for 2018-10-01",
            "fine 2020-03-01 for 2018-10-02",
        ),
        reoffends("2018-10-01"),
    ),
    Example(
        "5 it is proven wherever it was dealt with, and by a hospital order too",
        child(CAUTION, "fine 2018-07-10 for 2018-06-01 elsewhere", "hospital_order 2018-08-10 for 2018-06-02"),
        reoffends("2018-06-01", "2018-06-02"),
    ),
    Example(
        "5 each offence is one reoffence, and one dealt with twice is still one",
        child(
            CAUTION,
            "fine 2018-07-10 for 2018-06-01 and 2018-06-01#2",
            "referral_order 2018-08-10 for 2018-06-01",
        ),
        reoffends("2018-06-01", "2018-06-01#2"),
    ),
    Example(
        "5 an offence first diverted and then cautioned is proven; one whose caution was quashed is not",
        child(
            CAUTION,
            "community_resolution_yjs 2018-06-10 for 2018-06-01",
            "youth_caution 2018-07-10 for 2018-06-01",
            "youth_caution 2018-08-10 for 2018-06-02 quashed",
        ),
        reoffends("2018-06-01"),
    ),
    Example(
        "5 an offence in custody counts and the clock does not stop there",
        child(
            CAUTION,
            "section_250 2018-06-10 for 2018-04-01 released 2019-09-01",
            "fine 2018-08-10 for 2018-07-01",
        ),
        reoffends("2018-07-01"),
    ),
    Example(
        "6 a breach is never a reoffence",
        child(CAUTION, "breach 2018-06-01", "fine 2018-07-10 for 2018-06-01 and 2018-06-02"),
        reoffends("2018-06-02"),
    ),
    Example(
        "10 of two first disposals on one day the more serious decides, then the one given here",
        together(
            story("A", CAUTION, "referral_order 2018-05-10 for 2018-05-02 elsewhere", born=BORN),
            story("B", f"{CAUTION} elsewhere", "referral_order 2018-05-10 for 2018-05-02", born=BORN),
            story("D", f"{CAUTION} elsewhere", "youth_caution 2018-05-10#2 for 2018-05-02", born=BORN),
        ),
        entrants(YEAR_2018, "B", "D"),
    ),
    Example(
        "10 the age is that at the earliest of its offences",
        story("C", "youth_caution 2018-05-10 for 2013-05-31 and 2018-05-01", born=BORN),
        entrants(YEAR_2018),
    ),
    Example(
        "11 custody goes by the age at the first hearing, or where there was none on the day imposed",
        child(
            "section_250 2018-05-10 for 2018-04-01 heard 2018-05-01",
            "section_254 2018-06-10 for 2018-04-01 heard 2018-05-02",
            "section_259 2018-07-10 for 2018-04-01",
            born="2000-05-02",
        ),
        custody("section_250/2018-05-10"),
    ),
    Example(
        "15 the caseload holds each child once, on the last day or the day of the question",
        child("intervention prevention 2018-01-10", "intervention statutory 2018-02-01 to 2018-11-30"),
        counted("caseload", "C") + counted("caseload", as_at=date(2018, 1, 9)),
    ),
]
