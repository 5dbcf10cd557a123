"""What the signs in a chart mean: the band or thin line of an interval, and the marker of a number not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, white

from yjs.documents.charts.axes import SMALL
from yjs.documents.charts.looks import INK, OURS, QUIET, tint
from yjs.documents.document import MARKERS, Chart
from yjs.documents.typeface import Face, width_of


INTERVAL = "95% interval"
BAND, EDGE = tint(OURS.colour, 0.13), tint(OURS.colour, 0.4)
LINE = 13
BETWEEN = 16

Place = tuple[float, float]
Kind = Literal["band", "whisker", "marker"]


@dataclass(frozen=True)
class Sign:
    """A sign, what it means, and where its line and its place in it are."""

    kind: Kind
    words: str
    x: float
    line: int

    @property
    def start(self) -> float:
        """Where the words begin, right of the sign; a marker is a word itself."""
        return self.x + (0 if self.kind == "marker" else 18)


def signs_of(chart: Chart, intervals: set[Kind], width: float, face: Face) -> list[Sign]:
    """The signs that a chart uses, in as many lines as they take."""
    told: list[tuple[Kind, str]] = [(kind, INTERVAL) for kind in ("band", "whisker") if kind in intervals]
    told += [("marker", f"{marker} {MARKERS[marker]}") for marker in MARKERS if marker in _markers(chart)]
    signs: list[Sign] = []
    x, line = 0.0, 0
    for kind, words in told:
        sign = Sign(kind, words, x, line)
        end = sign.start + width_of(words, face.regular, SMALL)
        if end > width and x:
            sign = Sign(kind, words, 0.0, line + 1)
            end = sign.start + width_of(words, face.regular, SMALL)
        signs.append(sign)
        x, line = end + BETWEEN, sign.line
    return signs


def _markers(chart: Chart) -> set[str]:
    """The markers that stand in a chart where a value would."""
    return {
        text
        for series in chart.series
        for text, value in zip(series.texts or (), series.values, strict=False)
        if value is None and text in MARKERS
    }


def height_of(signs: list[Sign]) -> float:
    return LINE * (signs[-1].line + 1) if signs else 0.0


def write_signs(picture: Drawing, signs: list[Sign], top: float, face: Face) -> None:
    """The signs with their meanings, downwards from `top`."""
    for sign in signs:
        base = top - LINE * (sign.line + 1) + 4
        middle = base + SMALL / 2 - 1
        if sign.kind == "band":
            picture.add(Rect(sign.x, base - 1, 14, SMALL, fillColor=BAND, strokeColor=EDGE, strokeWidth=0.4))
        elif sign.kind == "whisker":
            whisker(picture, (sign.x, middle), (sign.x + 14, middle), INK)
        picture.add(String(sign.start, base, sign.words, fontName=face.regular, fontSize=SMALL, fillColor=QUIET))


def whisker(picture: Drawing, start: Place, end: Place, colour: Color) -> None:
    """A thin line between two ends of an interval, with a short bar across each; edged, to be seen on a dark bar."""
    aside, along = (2.5, 0.0) if start[0] == end[0] else (0.0, 2.5)
    lines = [(start, end), *(((x - aside, y - along), (x + aside, y + along)) for x, y in (start, end))]
    for ink, weight in ((white, 2.4), (colour, 0.9)):
        for begin, finish in lines:
            picture.add(Line(*begin, *finish, strokeColor=ink, strokeWidth=weight))
