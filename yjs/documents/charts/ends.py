"""The names of lines, each where its line ends: beside the picture, or at the last point that is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import white

from yjs.documents.charts.axes import LEADING, SMALL, Scale, spread, write
from yjs.documents.charts.looks import INK, Look
from yjs.documents.document import Chart, Series
from yjs.documents.typeface import Face, lines_of, width_of


Place = tuple[float, float]
Box = tuple[float, float, float, float]  # left, foot, right, top


@dataclass(frozen=True)
class End:
    """The name of a series, with its last value where that is known, in lines."""

    series: Series
    lines: list[str]
    is_early: bool

    def font(self, face: Face) -> str:
        return face.bold if self.series.is_ours else face.regular

    def width(self, face: Face) -> float:
        return max(width_of(line, self.font(face), SMALL) for line in self.lines)

    @property
    def height(self) -> float:
        return len(self.lines) * LEADING + 2


def ends_of(chart: Chart, width: float, face: Face) -> list[End]:
    """The end of each series that has anything to show."""
    found = []
    for series in chart.series:
        last = last_shown(series)
        if last is None:
            continue
        text = f"{series.name} {series.texts[last]}" if series.texts else series.name
        lines = lines_of(text, face.bold if series.is_ours else face.regular, SMALL, width * 0.26)
        found.append(End(series, lines, last < len(chart.categories) - 1))
    return found


def last_shown(series: Series) -> int | None:
    return max((place for place, value in enumerate(series.values) if value is not None), default=None)


def runs(series: Series, across: Sequence[float], up: Scale) -> list[list[Place]]:
    """The stretches of a line between its gaps."""
    places = zip(across, series.values, strict=True)
    return [
        [(x, up.at(value)) for x, value in run if value is not None]
        for has_value, run in groupby(places, key=lambda place: place[1] is not None)
        if has_value
    ]


def name_beside(
    picture: Drawing,
    ends: list[End],
    looks: dict[Series, Look],
    across: list[float],
    up: Scale,
    right: float,
    face: Face,
) -> None:
    """Names of the lines that reach the edge, one below the other, each tied to its last point."""
    points = [runs(end.series, across, up)[-1][-1] for end in ends]
    middles = spread([y for _, y in points], [end.height for end in ends], up.start - 10, picture.height - 12)
    for end, (x, y), middle in zip(ends, points, middles, strict=True):
        colour = looks[end.series].colour
        picture.add(Line(x + 5, y, right + 2, y, strokeColor=colour, strokeWidth=0.5, strokeDashArray=[1, 1.5]))
        picture.add(Line(right + 2, y, right + 11, middle, strokeColor=colour, strokeWidth=0.5))
        ink = INK if end.series.is_ours else colour
        write(picture, end.lines, right + 14, middle + end.height / 2, end.font(face), colour=ink)


def name_at_point(
    picture: Drawing, end: End, look: Look, chart: Chart, across: list[float], up: Scale, face: Face
) -> None:
    """The name of a line that ends early, at its last point, where fewest other lines pass."""
    x, y = runs(end.series, across, up)[-1][-1]
    wide, high = end.width(face), end.height
    passed = list(_passed(chart, across, up))
    boxes = list(_boxes(x, y, wide, high))
    inside = [
        box for box in boxes if box[0] >= 0 and box[2] <= picture.width and up.start < box[1] and box[3] <= up.end
    ]
    left, foot, right, top = min(inside or boxes, key=lambda box: sum(_is_in(place, box) for place in passed))
    picture.add(Rect(left - 1, foot, right - left + 2, top - foot, fillColor=white, fillOpacity=0.75, strokeColor=None))
    write(picture, end.lines, left, top, end.font(face), colour=look.colour)


def _boxes(x: float, y: float, wide: float, high: float) -> Iterator[Box]:
    """Where a name may stand about a point: right of it, above, below, and over and under to each side."""
    yield x + 7, y - high / 2, x + 7 + wide, y + high / 2
    for foot in (y + 6, y - 6 - high, y + 14, y - 14 - high):
        for left in (x - wide / 2, x + 3, x - 3 - wide):
            yield left, foot, left + wide, foot + high


def _passed(chart: Chart, across: list[float], up: Scale) -> Iterator[Place]:
    """Places on the lines of a chart, and about the values that are written at its points."""
    for series in chart.series:
        for run in runs(series, across, up):
            yield from run
            for (x1, y1), (x2, y2) in pairwise(run):
                yield from ((x1 + (x2 - x1) * part / 20, y1 + (y2 - y1) * part / 20) for part in range(1, 20))
            if series.is_ours and series.texts:
                yield from ((x + aside, y + off) for x, y in run[:-1] for aside in (-8, 0, 8) for off in (-9, 10))


def _is_in(place: Place, box: Box) -> bool:
    return box[0] - 3 <= place[0] <= box[2] + 3 and box[1] - 2 <= place[1] <= box[3] + 2


def mark_hidden(picture: Drawing, chart: Chart, across: list[float], up: Scale, face: Face) -> None:
    """The marker of each number that is not shown, above its place on the axis."""
    for place, x in enumerate(across):
        said = [series for series in chart.series if series.texts and series.values[place] is None]
        for above, series in enumerate(series for series in said if series.texts and series.texts[place]):
            name = "" if sum(each.texts is not None for each in chart.series) == 1 else f"{series.name} "
            text = f"{name}{series.texts[place] if series.texts else ''}"
            base = up.at(0) + 4 + above * LEADING
            picture.add(String(x, base, text, fontName=face.bold, fontSize=SMALL, fillColor=INK, textAnchor="middle"))
