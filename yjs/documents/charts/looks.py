"""How a series looks: told apart by dash, marker and shade as well as by colour, so that it survives a grey printer."""

from dataclasses import dataclass
from typing import Literal

from reportlab.graphics.shapes import Circle, Polygon, Rect, Shape
from reportlab.lib.colors import Color, HexColor, white

from yjs.documents.document import Series


INK = HexColor("#0b0c0c")
QUIET = HexColor("#505a5f")
GRID = HexColor("#dcdfe1")

Marker = Literal["circle", "square", "triangle", "diamond", "ring"]


@dataclass(frozen=True)
class Look:
    colour: Color
    bar: Color
    dash: tuple[int, ...] | None
    marker: Marker
    weight: float


OURS = Look(HexColor("#12436d"), HexColor("#12436d"), None, "circle", 2.4)
OTHERS = (
    Look(HexColor("#505a5f"), HexColor("#b8c4cc"), (5, 2), "square", 1.3),
    Look(HexColor("#1b7069"), HexColor("#e6eef3"), (2, 2), "triangle", 1.3),
    Look(HexColor("#801650"), HexColor("#7f97a8"), (8, 2, 2, 2), "diamond", 1.3),
    Look(HexColor("#7a4d00"), HexColor("#ffffff"), (1, 2), "ring", 1.3),
)


def looks(series: tuple[Series, ...]) -> list[Look]:
    """A look for each series: ours is the strong one, and a chart that has none of ours is drawn in the strong one
    first.
    """
    if not any(each.is_ours for each in series):
        wheel = (OURS, *OTHERS)
        return [wheel[place % len(wheel)] for place in range(len(series))]
    found, others = [], 0
    for each in series:
        found.append(OURS if each.is_ours else OTHERS[others % len(OTHERS)])
        others += not each.is_ours
    return found


def tint(colour: Color, share: float) -> Color:
    """The colour thinned with white: solid, so that every printer draws it."""
    return Color(*(1 - share * (1 - part) for part in (colour.red, colour.green, colour.blue)))


def marker(look: Look, x: float, y: float) -> Shape:
    size = 3.2 if look is OURS else 2.6
    style = {"fillColor": look.colour, "strokeColor": white, "strokeWidth": 0.6}
    match look.marker:
        case "square":
            return Rect(x - size, y - size, 2 * size, 2 * size, **style)
        case "triangle":
            return Polygon([x, y + 1.2 * size, x - 1.2 * size, y - size, x + 1.2 * size, y - size], **style)
        case "diamond":
            far = 1.35 * size
            return Polygon([x, y + far, x + far, y, x, y - far, x - far, y], **style)
        case "ring":
            return Circle(x, y, size, fillColor=white, strokeColor=look.colour, strokeWidth=1.3)
        case _:
            return Circle(x, y, size, **style)
