"""Bars side by side: upright where the categories are short, as years are; lying where they are words."""

from reportlab.graphics.shapes import Drawing, Rect, String

from yjs.documents.charts.axes import (
    LEADING,
    SMALL,
    axis_width,
    category_labels,
    number,
    rule,
    scale,
    upright_axis,
    write,
)
from yjs.documents.charts.looks import GRID, INK, QUIET, Look, looks, tint
from yjs.documents.charts.signs import LINE, Sign, height_of, signs_of, whisker, write_signs
from yjs.documents.document import Chart
from yjs.documents.typeface import Face, lines_of, width_of


def draw_bars(chart: Chart, width: float, face: Face) -> Drawing:
    left = axis_width(scale(chart), face)
    labels = category_labels(chart, (width - left) / len(chart.categories), face)
    return _upright(chart, width, face, left, labels) if labels else _lying(chart, width, face)


def _upright(chart: Chart, width: float, face: Face, left: float, labels: list[list[str]]) -> Drawing:
    key, signs = _key_lines(chart, width, face), _signs(chart, width, face)
    foot = max(map(len, labels)) * LEADING + 6
    head = len(key) * LINE + height_of(signs)
    picture = Drawing(round(width), round(foot + 150 + 24 + head))
    _write_key(picture, key, signs, face)
    top = picture.height - head
    write(picture, [chart.unit_text], 0, top, face.regular, colour=QUIET)
    up = scale(chart).between(foot, top - 24)
    upright_axis(picture, up, left, width, face)
    slot = (width - left) / len(chart.categories)
    thick = min(40.0, slot * 0.72 / len(chart.series))
    for place, label in enumerate(labels):
        middle = left + slot * (place + 0.5)
        write(picture, label, middle, foot - 3, face.regular, anchor="middle", colour=QUIET)
        start = middle - thick * len(chart.series) / 2
        for series, look in zip(chart.series, looks(chart.series), strict=True):
            value, y = series.values[place], up.at(0)
            text = series.texts[place] if series.texts else ""
            if value is not None:
                y = up.at(value)
                _bar(picture, look, start, up.at(0), thick, y - up.at(0))
                ends = _ends(series.low, series.high, place)
                if ends:
                    x = start + thick / 2
                    whisker(picture, (x, up.at(ends[0])), (x, up.at(ends[1])), INK)
                    y = up.at(ends[1])
            if text and width_of(text, face.bold, SMALL) <= max(thick, slot / len(chart.series) - 2):
                write(picture, [text], start + thick / 2, y + SMALL + 4, face.bold, anchor="middle")
            start += thick
    return picture


def _lying(chart: Chart, width: float, face: Face) -> Drawing:
    key, signs = _key_lines(chart, width, face), _signs(chart, width, face)
    names = [lines_of(category, face.regular, SMALL, width * 0.36) for category in chart.categories]
    left = max(width_of(line, face.regular, SMALL) for name in names for line in name) + 8
    texts = [text for series in chart.series for text in series.texts or ()]
    room = max((width_of(text, face.bold, SMALL) for text in texts), default=0.0) + 8
    along = scale(chart).between(left, width - max(room, 14))
    thick = 13.0 if len(chart.series) == 1 else 10.0
    tall = [max(len(name) * LEADING, thick * len(chart.series)) + 7 for name in names]
    picture = Drawing(round(width), round(sum(tall) + 32 + len(key) * LINE + height_of(signs)))
    _write_key(picture, key, signs, face)
    for tick in along.ticks:
        x = along.at(tick)
        rule(picture, x, 16, x, 18 + sum(tall), QUIET if tick == 0 else GRID, 0.9 if tick == 0 else 0.6)
        write(picture, [number(tick)], x, 14, face.regular, anchor="middle", colour=QUIET)
    top = 18 + sum(tall)
    write(picture, [chart.unit_text], left, top + 12, face.regular, colour=QUIET)
    for place, (name, height) in enumerate(zip(names, tall, strict=True)):
        middle = top - height / 2
        write(picture, name, left - 6, middle + len(name) * LEADING / 2 + 1, face.regular, anchor="end")
        bar_top = middle + thick * len(chart.series) / 2
        for series, look in zip(chart.series, looks(chart.series), strict=True):
            bar_top -= thick
            value = series.values[place]
            text = series.texts[place] if series.texts else ""
            x, y = along.at(0), bar_top + thick / 2
            if value is not None:
                x = along.at(value)
                _bar(picture, look, along.at(0), bar_top, x - along.at(0), thick)
                ends = _ends(series.low, series.high, place)
                if ends:
                    whisker(picture, (along.at(ends[0]), y), (along.at(ends[1]), y), INK)
                    x = max(x, along.at(ends[1]))
            if text:
                write(picture, [text], x + 5, y + SMALL / 2 + 1.2, face.bold)
        top -= height
    return picture


def _ends(low: tuple | None, high: tuple | None, place: int) -> tuple[float, float] | None:
    if low is None or high is None or low[place] is None or high[place] is None:
        return None
    return low[place], high[place]


def _bar(picture: Drawing, look: Look, x: float, y: float, wide: float, high: float) -> None:
    edge = tint(look.colour, 0.75)
    picture.add(Rect(x, y, wide, high, fillColor=look.bar, strokeColor=edge, strokeWidth=0.7))


def _key_lines(chart: Chart, width: float, face: Face) -> list[list[tuple[float, str, Look]]]:
    """Which shade is which series, in as many lines as it takes; nothing for one series alone."""
    lines: list[list[tuple[float, str, Look]]] = []
    x = width
    for series, look in zip(chart.series, looks(chart.series), strict=True):
        wide = width_of(series.name, face.regular, SMALL) + 30
        if len(chart.series) > 1:
            if x + wide > width:
                lines.append([])
                x = 0
            lines[-1].append((x, series.name, look))
            x += wide
    return lines


def _signs(chart: Chart, width: float, face: Face) -> list[Sign]:
    has_interval = any(low is not None for series in chart.series for low in series.low or ())
    return signs_of(chart, {"whisker"} if has_interval else set(), width, face)


def _write_key(picture: Drawing, key: list[list[tuple[float, str, Look]]], signs: list[Sign], face: Face) -> None:
    write_signs(picture, signs, picture.height - len(key) * LINE, face)
    for place, line in enumerate(key):
        base = picture.height - 10 - place * LINE
        for x, name, look in line:
            _bar(picture, look, x, base, 9, 8)
            picture.add(String(x + 14, base + 1, name, fontName=face.regular, fontSize=SMALL, fillColor=INK))
