"""Lines across the years: each named where it ends, with the interval of our own drawn as a band."""

from itertools import groupby

from reportlab.graphics.shapes import Drawing, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import white

from yjs.documents.charts.axes import (
    LEADING,
    SMALL,
    Scale,
    axis_width,
    rule,
    scale,
    thinned_labels,
    upright_axis,
    write,
)
from yjs.documents.charts.ends import ends_of, last_shown, mark_hidden, name_at_point, name_beside, runs
from yjs.documents.charts.looks import OURS, QUIET, Look, looks, marker
from yjs.documents.charts.signs import BAND, EDGE, Kind, height_of, signs_of, whisker, write_signs
from yjs.documents.document import Chart, Series
from yjs.documents.typeface import Face, width_of


Place = tuple[float, float]
HEAD = 26


def draw_lines(chart: Chart, width: float, face: Face) -> Drawing:
    up = scale(chart)
    look_of = dict(zip(chart.series, looks(chart.series), strict=True))
    ends = ends_of(chart, width, face)
    beside = [end for end in ends if not end.is_early]
    left = axis_width(up, face)
    right = width - max((end.width(face) + 16 for end in beside), default=0.0)
    slot = (right - left) / len(chart.categories)
    labels = thinned_labels(chart, slot, face)
    foot = max(map(len, labels)) * LEADING + 6
    signs = signs_of(chart, _intervals(look_of), width, face)
    head = HEAD + height_of(signs)
    picture = Drawing(round(width), round(foot + max(150.0, sum(end.height + 1 for end in beside)) + head))
    up = up.between(foot, picture.height - head)
    across = [left + slot * (place + 0.5) for place in range(len(chart.categories))]

    write(picture, [chart.unit_text], 0, picture.height, face.regular, colour=QUIET)
    write_signs(picture, signs, picture.height - LEADING, face)
    upright_axis(picture, up, left, right, face)
    for x, label in zip(across, labels, strict=True):
        rule(picture, x, foot, x, foot - 3, QUIET)
        write(picture, label, x, foot - 3, face.regular, anchor="middle", colour=QUIET)

    pairs = sorted(look_of.items(), key=lambda pair: pair[1] is OURS)
    for series, look in pairs:
        _interval(picture, series, look, across, up)
    for series, look in pairs:
        _line(picture, series, look, across, up)
    for series, look in pairs:
        if look is OURS and series.texts:
            _values(picture, chart, series, look, across, up, face)
    mark_hidden(picture, chart, across, up, face)
    name_beside(picture, beside, look_of, across, up, right, face)
    for end in ends:
        if end.is_early:
            name_at_point(picture, end, look_of[end.series], chart, across, up, face)
    return picture


def _intervals(look_of: dict[Series, Look]) -> set[Kind]:
    """How the intervals of a chart are drawn: as a band, as whiskers, or both."""
    kinds: set[Kind] = set()
    for series, look in look_of.items():
        lows = series.low or (None,) * len(series.values)
        for known, run in groupby(lows, key=lambda low: low is not None):
            if known:
                kinds.add("band" if look is OURS and len(list(run)) > 1 else "whisker")
    return kinds


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
            picture.add(Polygon(_flat(outline), fillColor=BAND, strokeColor=EDGE, strokeWidth=0.4))
        elif known:
            for x, low, high in band:
                whisker(picture, (x, low), (x, high), look.colour)


def _line(picture: Drawing, series: Series, look: Look, across: list[float], up: Scale) -> None:
    for run in runs(series, across, up):
        if len(run) > 1:
            line = PolyLine(_flat(run), strokeColor=look.colour, strokeWidth=look.weight, strokeLineJoin=1)
            line.strokeDashArray = list(look.dash) if look.dash else None
            picture.add(line)
    for run in runs(series, across, up):
        for x, y in run:
            picture.add(marker(look, x, y))


def _values(
    picture: Drawing, chart: Chart, ours: Series, look: Look, across: list[float], up: Scale, face: Face
) -> None:
    """Our values beside their points, on the side where no other line passes; the last stands with the name."""
    last = last_shown(ours)
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


def _flat(places: list[Place]) -> list[float]:
    return [coordinate for place in places for coordinate in place]
