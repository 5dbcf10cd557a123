"""What every chart stands on: a scale from nought, its lines and labels, and places for labels that never overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

from reportlab.graphics.shapes import Drawing, Line, String
from reportlab.lib.colors import Color

from yjs.documents.charts.looks import GRID, INK, QUIET
from yjs.documents.document import Chart, Series
from yjs.documents.typeface import Face, lines_of, width_of


SMALL = 8.0
LEADING = 9.6


@dataclass(frozen=True)
class Scale:
    """Round numbers from nought to just above the highest value, and where each stands between two edges."""

    ticks: tuple[float, ...]
    start: float = 0
    end: float = 1

    def at(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.start + (value - low) / (high - low) * (self.end - self.start)

    def between(self, start: float, end: float) -> "Scale":
        return Scale(self.ticks, start, end)


def scale(chart: Chart, most_ticks: int = 5) -> Scale:
    values = [0.0, *(value for series in chart.series for value in _everything(series))]
    low, high = min(values), max(values)
    step = _round_step((high - low) / most_ticks or 0.2)
    first, last = floor(low / step + 1e-9), max(ceil(high / step - 1e-9), 1)
    return Scale(tuple(round(step * place, 10) for place in range(first, last + 1)))


def _everything(series: Series) -> Iterable[float]:
    for values in (series.values, series.low, series.high):
        yield from (value for value in values or () if value is not None)


def _round_step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= rough * (1 - 1e-9))


def number(value: float) -> str:
    return f"{value:,.10g}"


def write(
    picture: Drawing,
    lines: list[str],
    x: float,
    top: float,
    font: str,
    *,
    anchor: str = "start",
    colour: Color = INK,
    size: float = SMALL,
) -> None:
    """Lines of text downwards, the first of them just below `top`."""
    for place, line in enumerate(lines):
        y = top - size - place * LEADING
        picture.add(String(x, y, line, fontName=font, fontSize=size, fillColor=colour, textAnchor=anchor))


def rule(
    picture: Drawing, x1: float, y1: float, x2: float, y2: float, colour: Color = GRID, weight: float = 0.6
) -> None:
    picture.add(Line(x1, y1, x2, y2, strokeColor=colour, strokeWidth=weight))


def upright_axis(picture: Drawing, up: Scale, left: float, right: float, face: Face) -> None:
    """Level lines across the picture, their numbers to the left, and a stronger line at nought."""
    for tick in up.ticks:
        y = up.at(tick)
        rule(picture, left, y, right, y, QUIET if tick == 0 else GRID, 0.9 if tick == 0 else 0.6)
        write(picture, [number(tick)], left - 5, y + 3 + SMALL / 2 - 1, face.regular, anchor="end", colour=QUIET)


def axis_width(up: Scale, face: Face) -> float:
    return max(width_of(number(tick), face.regular, SMALL) for tick in up.ticks) + 7


def category_labels(chart: Chart, slot: float, face: Face) -> list[list[str]] | None:
    """Each category's label in lines that fit its slot; None when words would have to be broken or lines pile up."""
    room = slot - 5
    words = [word for category in chart.categories for word in category.split()]
    if any(width_of(word, face.regular, SMALL) > room for word in words):
        return None
    labels = [lines_of(category, face.regular, SMALL, room) for category in chart.categories]
    return labels if max(map(len, labels), default=0) <= 3 else None


def thinned_labels(chart: Chart, slot: float, face: Face) -> list[list[str]]:
    """Labels for as many categories as fit, counted back from the last, which is always named."""
    count = len(chart.categories)
    for every in range(1, count):
        labels = category_labels(chart, slot * every, face)
        if labels is not None:
            return [label if (count - 1 - place) % every == 0 else [] for place, label in enumerate(labels)]
    return [[] if place < count - 1 else [category] for place, category in enumerate(chart.categories)]


def spread(wanted: list[float], heights: list[float], low: float, high: float) -> list[float]:
    """Middles as near as can be to the wanted ones, none overlapping, all between `low` and `high` where they fit."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    middles = list(wanted)
    floor_ = low
    for place in order:
        middles[place] = max(middles[place], floor_ + heights[place] / 2)
        floor_ = middles[place] + heights[place] / 2
    ceiling = high
    for place in reversed(order):
        middles[place] = min(middles[place], ceiling - heights[place] / 2)
        ceiling = middles[place] - heights[place] / 2
    return middles
