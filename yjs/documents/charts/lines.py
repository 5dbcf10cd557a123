"""Lines across the years: each named where it ends, with the interval of our own drawn as a band."""

from itertools import groupby

from reportlab.graphics.shapes import Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, white

from yjs.documents.charts.axes import (
    LEADING,
    SMALL,
    Scale,
    axis_width,
    rule,
    scale,
    spread,
    thinned_labels,
    upright_axis,
    write,
)
from yjs.documents.charts.looks import INK, OURS, QUIET, Look, looks, marker, tint
from yjs.documents.document import Chart, Series
from yjs.documents.typeface import Face, lines_of, width_of


Place = tuple[float, float]


def draw_lines(chart: Chart, width: float, face: Face) -> Drawing:
    up = scale(chart)
    names = _names(chart, width, face)
    left = axis_width(up, face)
    right = width - max(width_of(line, _font(series, face), SMALL) for series, lines in names for line in lines) - 16
    slot = (right - left) / len(chart.categories)
    labels = thinned_labels(chart, slot, face)
    foot = max(map(len, labels)) * LEADING + 6
    wanted_height = max(150.0, sum(len(lines) * LEADING + 3 for _, lines in names))
    picture = Drawing(round(width), round(foot + wanted_height + 26))
    up = up.between(foot, picture.height - 26)
    across = [left + slot * (place + 0.5) for place in range(len(chart.categories))]

    write(picture, [chart.unit_text], 0, picture.height, face.regular, colour=QUIET)
    upright_axis(picture, up, left, right, face)
    for x, label in zip(across, labels, strict=True):
        rule(picture, x, foot, x, foot - 3, QUIET)
        write(picture, label, x, foot - 3, face.regular, anchor="middle", colour=QUIET)

    pairs = sorted(zip(chart.series, looks(chart.series), strict=True), key=lambda pair: pair[1] is OURS)
    for series, look in pairs:
        _interval(picture, series, look, across, up)
    for series, look in pairs:
        _line(picture, series, look, across, up)
    for series, look in pairs:
        if look is OURS and series.texts:
            _values(picture, chart, series, look, across, up, face)
    _name_the_ends(picture, names, dict(pairs), across, up, right, face)
    return picture


def _font(series: Series, face: Face) -> str:
    return face.bold if series.is_ours else face.regular


def _names(chart: Chart, width: float, face: Face) -> list[tuple[Series, list[str]]]:
    """The name of each series that has anything to show, with its last value where that is known."""
    named = []
    for series in chart.series:
        last = _last(series)
        if last is not None:
            text = f"{series.name} {series.texts[last]}" if series.texts else series.name
            named.append((series, lines_of(text, _font(series, face), SMALL, width * 0.26)))
    return named


def _last(series: Series) -> int | None:
    return max((place for place, value in enumerate(series.values) if value is not None), default=None)


def _runs(series: Series, across: list[float], up: Scale) -> list[list[Place]]:
    """The stretches of a line between its gaps."""
    places = [(x, value) for x, value in zip(across, series.values, strict=True)]
    return [
        [(x, up.at(value)) for x, value in run if value is not None]
        for has_value, run in groupby(places, key=lambda place: place[1] is not None)
        if has_value
    ]


def _interval(picture: Drawing, series: Series, look: Look, across: list[float], up: Scale) -> None:
    """A band behind our own line; whiskers on the points of others and on a point that stands alone."""
    if series.low is None or series.high is None:
        return
    ends = [
        (x, None if low is None or high is None else (up.at(low), up.at(high)))
        for x, low, high in zip(across, series.low, series.high, strict=True)
    ]
    for known, run in groupby(ends, key=lambda end: end[1] is not None):
        band = [(x, *pair) for x, pair in run if pair is not None]
        if known and look is OURS and len(band) > 1:
            outline = [(x, high) for x, _, high in band] + [(x, low) for x, low, _ in reversed(band)]
            picture.add(Polygon(_flat(outline), fillColor=tint(look.colour, 0.13), strokeColor=None))
        elif known:
            for x, low, high in band:
                whisker(picture, (x, low), (x, high), look.colour)


def whisker(picture: Drawing, start: Place, end: Place, colour: Color) -> None:
    """A thin line between two ends of an interval, with a short bar across each."""
    picture.add(Line(*start, *end, strokeColor=colour, strokeWidth=0.8))
    aside, along = (2.5, 0.0) if start[0] == end[0] else (0.0, 2.5)
    for x, y in (start, end):
        picture.add(Line(x - aside, y - along, x + aside, y + along, strokeColor=colour, strokeWidth=0.8))


def _line(picture: Drawing, series: Series, look: Look, across: list[float], up: Scale) -> None:
    for run in _runs(series, across, up):
        if len(run) > 1:
            line = PolyLine(_flat(run), strokeColor=look.colour, strokeWidth=look.weight, strokeLineJoin=1)
            line.strokeDashArray = list(look.dash) if look.dash else None
            picture.add(line)
    for run in _runs(series, across, up):
        for x, y in run:
            picture.add(marker(look, x, y))


def _values(
    picture: Drawing, chart: Chart, ours: Series, look: Look, across: list[float], up: Scale, face: Face
) -> None:
    """Our values beside their points, on the side where no other line passes; the last stands with the name."""
    last = _last(ours)
    for place, (x, value) in enumerate(zip(across, ours.values, strict=True)):
        if value is None or place == last or not ours.texts:
            continue
        text = ours.texts[place]
        wide = width_of(text, face.bold, SMALL)
        if wide > across[-1] - across[0] and len(across) > 1:
            continue
        y = up.at(value)
        others = [
            up.at(other) for each in chart.series if each is not ours and (other := each.values[place]) is not None
        ]
        above = min((other - y for other in others if other >= y), default=99.0)
        below = min((y - other for other in others if other < y), default=99.0)
        base = y + 6 if above >= min(below, 16) or y - 16 < up.start else y - 13
        picture.add(
            Rect(x - wide / 2 - 1, base - 2, wide + 2, SMALL + 1, fillColor=white, fillOpacity=0.75, strokeColor=None)
        )
        picture.add(
            String(x, base, text, fontName=face.bold, fontSize=SMALL, fillColor=look.colour, textAnchor="middle")
        )


def _name_the_ends(
    picture: Drawing,
    names: list[tuple[Series, list[str]]],
    looks_: dict[Series, Look],
    across: list[float],
    up: Scale,
    right: float,
    face: Face,
) -> None:
    ends = [_runs(series, across, up)[-1][-1] for series, _ in names]
    heights = [len(lines) * LEADING + 2 for _, lines in names]
    middles = spread([y for _, y in ends], heights, up.start - 10, picture.height - 12)
    for (series, lines), (x, y), middle, height in zip(names, ends, middles, heights, strict=True):
        colour = looks_[series].colour
        picture.add(Line(x + 5, y, right + 2, y, strokeColor=colour, strokeWidth=0.5, strokeDashArray=[1, 1.5]))
        picture.add(Line(right + 2, y, right + 11, middle, strokeColor=colour, strokeWidth=0.5))
        ink = INK if series.is_ours else colour
        write(picture, lines, right + 14, middle + height / 2, _font(series, face), colour=ink)


def _flat(places: list[Place]) -> list[float]:
    return [coordinate for place in places for coordinate in place]
