"""The product's counts in the form of the second opinion, so that the two can be compared key by key."""

from collections.abc import Sequence
from datetime import date

from tests.books import book_from
from tests.second_opinion import Answer
from yjs.measures.breakdown import Breakdown
from yjs.measures.catalogue import measures
from yjs.measures.figure import Counted, Figure
from yjs.measures.periods import Period
from yjs.records.book import Book


CHILD, OFFENCE, DISPOSAL, REMAND = (f"disposals.{kind}" for kind in ("Child", "Offence", "Disposal", "Remand"))
# What each part of a measure is made of: numerator, denominator.
KEPT_BY = {
    "first-time-entrants": (CHILD, None),
    "looked-after-share-of-entrants": (CHILD, CHILD),
    "binary-reoffending-rate": (CHILD, CHILD),
    "binary-reoffending-rate-four-quarters": (CHILD, CHILD),
    "reoffending-with-pending": (CHILD, CHILD),
    "live-reoffending-estimate": (CHILD, CHILD),
    "reoffences-per-reoffender": (OFFENCE, CHILD),
    "reoffences-per-child": (OFFENCE, CHILD),
    "diversion-reoffending-rate": (CHILD, CHILD),
    "diversion-reoffending-with-pending": (CHILD, CHILD),
    "diversion-reoffending-estimate": (CHILD, CHILD),
    "diversion-reoffences-per-reoffender": (OFFENCE, CHILD),
    "diversion-reoffences-per-child": (OFFENCE, CHILD),
    "reoffending-after-disposal": (DISPOSAL, DISPOSAL),
    "custody-rate": (DISPOSAL, None),
    "out-of-court-disposals": (DISPOSAL, None),
    "caseload": (CHILD, None),
    "remands": (REMAND, None),
}
# The second opinion's breakdowns and groups by the product's names, where they differ.
BREAKDOWNS = {"kind": ("kind", "disposal"), "age": ("age", "age_group", "age-group")}
GROUPS = {"under 10": "under_10", "18 and over": "18"}
NAMES = {code: name for name, code in GROUPS.items()}
LATEST: dict = {}


def product_count(
    records: dict[str, list[dict]],
    slug: str,
    period: tuple[date, date],
    as_at: date,
    kind: str | None = None,
    groups: Sequence[tuple[str, str]] = (),
) -> Answer:
    """What the product counts, as `tests.second_opinion.count` answers it."""
    figure = product_figure(records, slug, period, as_at)
    if kind is None:
        return answer(figure, narrowed(figure, groups))
    nobody = Answer([], [] if KEPT_BY[slug][1] else None)
    return groups_of(figure, "kind").get(kind, nobody)


def product_groups(
    records: dict[str, list[dict]], slug: str, breakdown: str, period: tuple[date, date], as_at: date
) -> dict[str, Answer]:
    """The product's groups, as `tests.second_opinion.group` answers them."""
    return groups_of(product_figure(records, slug, period, as_at), breakdown)


def product_status(records: dict[str, list[dict]], slug: str, period: tuple[date, date], as_at: date) -> str:
    """Open, waiting or final, as `tests.second_opinion.cohort_status` says it."""
    return product_figure(records, slug, period, as_at).status


def product_figure(records: dict[str, list[dict]], slug: str, period: tuple[date, date], as_at: date) -> Figure:
    first, last = period
    return measures()[slug].figure(book_of(records, as_at), Period(first, last, f"{first}..{last}"))


def narrowed(figure: Figure, groups: Sequence[tuple[str, str]]) -> Figure:
    """The figure for some groups of the second opinion, one within the other."""
    for breakdown, name in groups:
        figure = figure.only(breakdown_of(figure, breakdown), GROUPS.get(name, name))
    return figure


def book_of(records: dict[str, list[dict]], as_at: date) -> Book:
    """The book of these records, made once however many figures are asked of it."""
    if LATEST.get("records") is not records or LATEST.get("as_at") != as_at:
        LATEST.update(records=records, as_at=as_at, book=book_from(records, as_at))
    return LATEST["book"]


def groups_of(figure: Figure, breakdown: str) -> dict[str, Answer]:
    groups: dict[str, Answer] = {}
    for group in figure.by(breakdown_of(figure, breakdown)):
        code = group.within[-1][1]
        name, part = NAMES.get(code, code), answer(figure, group)
        groups[name] = both(groups[name], part) if name in groups else part
    return groups


def both(one: Answer, other: Answer) -> Answer:
    """Two groups of the product that are one to the second opinion."""
    below = None if one.denominator is None else sorted(one.denominator + other.denominator)
    return Answer(sorted(one.numerator + other.numerator), below)


def breakdown_of(figure: Figure, name: str) -> Breakdown:
    names = BREAKDOWNS.get(name, (name, name.replace("_", "-")))
    return next(breakdown for breakdown in figure.measure.breakdowns if breakdown.slug in names)


def answer(figure: Figure, part: Figure) -> Answer:
    numerator, denominator = KEPT_BY[figure.measure.slug]
    if denominator is not None:
        below = keys(figure.book, part.denominator, denominator)
    else:
        below = figure.denominator_value if part is figure else None
    return Answer(keys(figure.book, part.numerator, numerator), below)


def keys(book: Book, counted: Counted, kind: str) -> list:
    """The senders' keys of what was counted; of children also where the rows counted are their disposals."""
    if counted.kind != kind:
        return sorted(book.refs(kind, counted.rows["child_id"]))
    refs = book.refs(kind, counted.ids)
    return sorted(map(remand_key, refs) if kind == REMAND else refs)


def remand_key(ref: str) -> tuple[str, str, date]:
    child, kind, started = ref.split("|")
    return child, kind, date.fromisoformat(started)
