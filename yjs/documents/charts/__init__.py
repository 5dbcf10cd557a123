"""One drawing of a chart, for paper and for the page.

drawing(chart)   shapes, for a format that draws on paper
svg(chart)       the same as a picture for a page, with its title and description
"""

import re
from xml.sax.saxutils import escape

from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm

from yjs.documents.charts.axes import SMALL, write
from yjs.documents.charts.bars import draw_bars
from yjs.documents.charts.lines import draw_lines
from yjs.documents.charts.looks import QUIET
from yjs.documents.document import NOTHING_TO_SHOW, Chart
from yjs.documents.typeface import SCREEN, Face, paper


COLUMN = 170 * mm

_LETTERS = "Arial, Helvetica, sans-serif"
_SCREEN_FONTS = {
    SCREEN.regular: {"family": _LETTERS},
    SCREEN.bold: {"family": _LETTERS, "weight": "bold"},
}


def drawing(chart: Chart, width: float = COLUMN) -> Drawing:
    """The chart as shapes that a PDF takes as they are."""
    return _drawn(chart, width, paper())


def svg(chart: Chart, width: float = COLUMN) -> str:
    """The chart as a picture for a page, shown through `img`. A phone asks for a narrower one, not a smaller one."""
    picture = renderSVG.drawToString(_drawn(chart, width, SCREEN), fontHacks=_SCREEN_FONTS, svgAttrs={"role": "img"})
    picture = re.sub(r"<!DOCTYPE[^>]*>\s*|<!--.*?-->\s*", "", picture, flags=re.DOTALL)
    for element, words in (("title", chart.title), ("desc", chart.description)):
        picture = picture.replace(f"<{element}>...</{element}>", f"<{element}>{escape(words)}</{element}>", 1)
    return picture


def _drawn(chart: Chart, width: float, face: Face) -> Drawing:
    if not any(value is not None for series in chart.series for value in series.values):
        return _nothing(width, face)
    return draw_bars(chart, width, face) if chart.kind == "bars" else draw_lines(chart, width, face)


def _nothing(width: float, face: Face) -> Drawing:
    picture = Drawing(round(width), 30)
    write(picture, [NOTHING_TO_SHOW], 0, 22, face.regular, colour=QUIET, size=SMALL + 1)
    return picture
