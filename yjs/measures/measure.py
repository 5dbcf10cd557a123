"""A measure: the definition of a figure. Its parts give back rows, never totals; their docstrings are the
definition.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar, TypeAlias

from pandas import DataFrame, Series

from yjs.measures.breakdown import Breakdown
from yjs.measures.figure import Estimate, Figure
from yjs.measures.periods import Period
from yjs.measures.units import Unit
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book


LOWER_IS_BETTER, HIGHER_IS_BETTER, NEITHER = "lower", "higher", "neither"
OPEN, WAITING, FINAL = "open", "waiting", "final"

Rows: TypeAlias = DataFrame | Series
_measures: dict[str, type[Measure]] = {}


def until_the_period_ends(book: Book, period: Period) -> str:
    """How settled the figure is: open until its period has ended, then final."""
    return OPEN if book.day < period.end else FINAL


class Measure:
    """The definition of a figure: what is counted, out of what, in which unit, by whose rules.

    `numerator` and `denominator` take a book and a period and return rows whose index names the records: rows of a
    frame are counted, a column of numbers is added up. They have no state, so they take no self.
    """

    title: ClassVar[str]
    unit: ClassVar[Unit]
    counts: ClassVar[str] = ""
    good: ClassVar[str] = NEITHER
    source: ClassVar[str] = "Case records of this service"
    reference: ClassVar[str]
    edition: ClassVar[str]
    breakdowns: ClassVar[tuple[Breakdown, ...]] = ()
    period_kind: ClassVar[str] = "any days"
    caution: ClassVar[str] = ""
    # What those may do whose own work its records are: they open them too, and see its figures whole.
    worked_on_by: ClassVar[May] = May.SEE_RECORDS_BEHIND
    slug: ClassVar[str]

    numerator: ClassVar[Callable[[Book, Period], Rows]]
    denominator: ClassVar[Callable[[Book, Period], Rows] | None] = None
    status: ClassVar[Callable[[Book, Period], str]] = staticmethod(until_the_period_ends)
    # Of a sum, the records of a period among which some may have no amount.
    among: ClassVar[Callable[[Book, Period], Rows] | None] = None
    # Where the value is not the one part divided by the other, what it is.
    estimated: ClassVar[Callable[[Figure], Estimate] | None] = None
    # What is known of and not yet counted, in words to say beside the value; "" where there is nothing.
    not_counted: ClassVar[Callable[[Book, Period], str] | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "slug" not in vars(cls):
            cls.slug = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", cls.__name__).lower()
        for part in ("numerator", "denominator", "among", "status", "estimated", "not_counted"):
            given = vars(cls).get(part)
            if callable(given) and not isinstance(given, classmethod | staticmethod):
                setattr(cls, part, staticmethod(given))
        cls._check()
        _measures[cls.slug] = cls

    @classmethod
    def _check(cls) -> None:
        for name in ("title", "unit", "reference", "edition"):
            if not getattr(cls, name, None):
                raise TypeError(f"{cls.__name__} has no {name}: a figure without it cannot be quoted.")
        if not hasattr(cls, "numerator"):
            raise TypeError(f"{cls.__name__} has no numerator: it counts nothing.")
        for words in (cls, cls.numerator, cls.denominator):
            if words is not None and not words.__doc__:
                raise TypeError(f"A part of {cls.__name__} has no docstring: its wording is the definition.")
        other = _measures.get(cls.slug)
        if other is not None and (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{cls.__name__} and {other.__name__} are both called {cls.slug}.")

    @classmethod
    def figure(cls, book: Book, period: Period) -> Figure:
        """The value for a period as known at the book's moment, with the records behind it."""
        return Figure(cls, period, book)

    @classmethod
    def opens_to(cls, user: User) -> bool:
        """Whether somebody may open the records behind its figures: their kind and number, and what else is theirs to
        see of them.
        """
        theirs = user.may(May.SEE_FIGURES) and user.may(cls.worked_on_by)
        return theirs or user.may(May.SEE_RECORDS_BEHIND)

    @classmethod
    def breakdown(cls, slug: str) -> Breakdown:
        """One of the ways this measure may be split; `KeyError` names those there are."""
        for breakdown in cls.breakdowns:
            if breakdown.slug == slug:
                return breakdown
        known = ", ".join(b.slug for b in cls.breakdowns) or "nothing"
        raise KeyError(f"{cls.title} is not split by {slug!r}; it is split by {known}.")

    @classmethod
    def definition(cls) -> dict[str, str]:
        """The definition in words, part by part, as every table's notes and the definitions page print it."""
        parts = {"What it says": _words(cls), "Counted": _words(cls.numerator)}
        if cls.denominator is not None:
            parts["Out of"] = _words(cls.denominator)
        if cls.caution:
            parts["Take care"] = cls.caution
        parts |= {"Unit": cls.unit.label, "Period": cls.period_kind, "Source": cls.source}
        return parts | {"Reference": cls.reference, "Edition": cls.edition}


def registered() -> dict[str, type[Measure]]:
    """Every measure by its slug, as the modules that define them were read."""
    return dict(_measures)


def _words(part: Any) -> str:
    return " ".join((part.__doc__ or "").split())
