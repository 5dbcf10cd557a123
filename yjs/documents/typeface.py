"""The letters that paper is set in: Source Sans Pro, which has every name's letters and figures of one width."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont


class Face(NamedTuple):
    regular: str
    bold: str


# A page on screen brings its own letters: every browser has these, of the widths that reportlab knows as Helvetica.
SCREEN = Face("Helvetica", "Helvetica-Bold")


@cache
def paper() -> Face:
    """The face for paper, loaded when first asked for and embedded in each file that uses it."""
    folder = files("font_source_sans_pro") / "files"
    for name, style in (("Sans", "Regular"), ("Sans-Bold", "Bold")):
        registerFont(TTFont(name, str(folder / f"SourceSansPro-{style}.ttf")))
    registerFontFamily("Sans", normal="Sans", bold="Sans-Bold", italic="Sans", boldItalic="Sans-Bold")
    return Face("Sans", "Sans-Bold")


@cache
def _character_width(character: str, font: str) -> float:
    return stringWidth(character, font, 1000)


def width_of(text: str, font: str, size: float) -> float:
    """How wide a line of text stands, in points."""
    return sum(_character_width(character, font) for character in text) * size / 1000


def lines_of(text: str, font: str, size: float, width: float) -> list[str]:
    """The text broken into lines no wider than `width`; a word wider than that is broken too."""
    if "\n" not in text and width_of(text, font, size) <= width:
        return [text]
    lines: list[str] = []
    for line in simpleSplit(text, font, size, width):
        while width_of(line, font, size) > width and len(line) > 1:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width_of(line[:n], font, size) <= width)
            lines.append(line[:fits])
            line = line[fits:]
        lines.append(line)
    return lines or [""]
