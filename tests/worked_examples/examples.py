"""The definitions as small lives with their answers: one form for the paper's entrants and reoffending tests.

An example is a life and what is asked of it. Each question names a measure, a period, and the keys that its
numerator and denominator must hold. The day asked for is long after, when all has settled, or is named.
"""

from dataclasses import dataclass
from datetime import date

from tests.stories import Records


LONG_AFTER = date(2026, 10, 1)


@dataclass(frozen=True)
class Question:
    slug: str
    period: tuple[date, date]
    numerator: list[str]
    denominator: list[str] | int | None
    as_at: date
    kind: str | None = None


@dataclass(frozen=True)
class Example:
    name: str
    records: Records
    questions: list[Question]


def days(text: str) -> tuple[date, date]:
    first, last = text.split("..")
    return date.fromisoformat(first), date.fromisoformat(last)


def entrants(period: str, *children: str, kind: str | None = None) -> list[Question]:
    """Who entered for the first time in a period."""
    return [Question("first-time-entrants", days(period), list(children), None, LONG_AFTER, kind)]


def followed(period: str, children: list[str], reoffences: list[str], as_at: date = LONG_AFTER) -> list[Question]:
    """Whom a cohort holds and which offences are their reoffences: the three rates that follow from it."""
    reoffenders = sorted({ref.split("/")[0] for ref in reoffences})
    of = days(period)
    return [
        Question("binary-reoffending-rate", of, reoffenders, sorted(children), as_at),
        Question("reoffences-per-reoffender", of, sorted(reoffences), reoffenders, as_at),
        Question("reoffences-per-child", of, sorted(reoffences), sorted(children), as_at),
    ]
