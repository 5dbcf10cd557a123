"""A document: headings, prose, tables and charts. It knows nothing about paper, screens or file formats."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from yjs.documents.table import MARKERS, Cell, Column, Count, CountKey, Row, Table, Tie


__all__ = [
    "MARKERS",
    "Audience",
    "Block",
    "Cell",
    "Chart",
    "Column",
    "Count",
    "CountKey",
    "Document",
    "Heading",
    "Placed",
    "Prose",
    "Row",
    "Series",
    "Table",
    "Tie",
]

Audience = Literal["internal", "board", "public"]

AUDIENCES: dict[str, str] = {
    "internal": "Internal: do not share",
    "board": "For the management board",
    "public": "Public",
}

NOTHING_TO_SHOW = "There is nothing to show."


@dataclass(frozen=True)
class Series:
    """One line, or one set of bars, across a chart's categories.

    `low` and `high` are its interval; `texts` are the values as they are shown, drawn where there is room.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] | None = None
    high: tuple[float | None, ...] | None = None
    is_ours: bool = False
    texts: tuple[str, ...] | None = None
    keys: tuple[tuple[CountKey, ...], ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture of figures, the same in words (`description`), and its numbers as a table beneath."""

    key: str
    title: str
    description: str
    kind: Literal["lines", "bars"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit_text: str
    table: Table | None = None

    def __post_init__(self) -> None:
        for series in self.series:
            for values in (series.values, series.low, series.high, series.texts):
                if values is not None and len(values) != len(self.categories):
                    raise ValueError(f"{self.key}: {series.name} does not have a value for each category")


@dataclass(frozen=True)
class Heading:
    """The head of a section (level 1) or of a part of one (2, 3). Its key is its address within the document."""

    text: str
    level: int
    key: str


@dataclass(frozen=True)
class Prose:
    """Paragraphs of plain text. `keys` name, for each paragraph, the counts that can be read off it."""

    paragraphs: tuple[str, ...]
    keys: tuple[tuple[CountKey, ...], ...] = ()


Block = Heading | Prose | Table | Chart


@dataclass(frozen=True)
class Placed:
    """A block where it stands in a document: its number there ("2.1", "Table 3") and its address."""

    block: Block
    label: str = ""
    anchor: str = ""

    @property
    def kind(self) -> str:
        return type(self.block).__name__.lower()

    @property
    def title(self) -> str:
        """The heading or caption with its number: "2.1 Custody", "Table 3: Custody rate"."""
        match self.block:
            case Heading(text=text):
                return f"{self.label} {text}"
            case Table(caption=text) | Chart(title=text):
                return f"{self.label}: {text}"
        return ""


@dataclass(frozen=True)
class Document:
    """What is said, to whom, and as at when.

    `as_at_text` and `made_text` are printed as they stand ("Figures as at 31 March 2019", "Made on 2 May 2019");
    `as_at` is the same day for a machine to read. With `site` ("https://yjs.example.gov.uk") figures are links to
    their own pages. A document for the public is protected before it comes here. A letter is to one reader, from the
    address to the signature, and has no figures. A document that says where the rest stands (`elsewhere`, "on the
    meeting’s page") is one page of paper and never two: what has no room there is counted, and that is where it is.
    """

    title: str
    subtitle: str
    service_name: str
    audience: Audience
    as_at_text: str
    made_text: str
    blocks: tuple[Block, ...]
    reference: str = ""
    as_at: date | None = None
    site: str = ""
    is_letter: bool = False
    elsewhere: str = ""

    def __post_init__(self) -> None:
        if self.audience not in AUDIENCES:
            raise ValueError(f"{self.audience!r} is not one of the audiences {', '.join(AUDIENCES)}")
        anchors = [placed.anchor for placed in self.placed if placed.anchor]
        twice = {anchor for anchor in anchors if anchors.count(anchor) > 1}
        if twice:
            raise ValueError(f"Two blocks of one document share the address {', '.join(sorted(twice))}")

    @property
    def audience_text(self) -> str:
        return AUDIENCES[self.audience]

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """Every block in order, numbered; the table of a chart follows its chart."""
        return tuple(_placed(self.blocks))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(each.block for each in self.placed if isinstance(each.block, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(each.block for each in self.placed if isinstance(each.block, Chart))

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(each.block for each in self.placed if isinstance(each.block, Heading))

    @property
    def contents(self) -> tuple[Placed, ...]:
        """The headings with their numbers and addresses, for a table of contents."""
        return tuple(each for each in self.placed if isinstance(each.block, Heading))

    def link(self, cell: Cell) -> str:
        """The whole address of a figure's own page; empty where a file could not lead there."""
        if cell.href and cell.href.startswith(("https://", "http://")):
            return cell.href
        if cell.href and self.site and cell.href.startswith("/"):
            return self.site.rstrip("/") + cell.href
        return ""

    @property
    def slips(self) -> tuple[str, ...]:
        """Every total that its table does not add up to."""
        return tuple(slip for table in self.tables for slip in table.slips())


def _placed(blocks: tuple[Block, ...]) -> Iterator[Placed]:
    numbers: list[int] = []
    tables = charts = 0
    for block in blocks:
        match block:
            case Heading(level=level, key=key):
                numbers = (numbers + [0] * level)[:level]
                numbers[-1] += 1
                yield Placed(block, ".".join(str(number or 1) for number in numbers), key)
            case Table(key=key):
                tables += 1
                yield Placed(block, f"Table {tables}", f"table-{key}")
            case Chart(key=key, table=table):
                charts += 1
                yield Placed(block, f"Chart {charts}", f"chart-{key}")
                if table is not None:
                    tables += 1
                    yield Placed(table, f"Table {tables}", f"table-{table.key}")
            case _:
                yield Placed(block)
