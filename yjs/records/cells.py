"""Text in a cell of a file that a spreadsheet opens: never taken for a formula, and the same text again when read
back.
"""

from unicodedata import category


_APOSTROPHE = "'"
_FORMULA_SIGNS = frozenset("=+-@\t\r\n＝＋－＠")
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def as_text(value: str) -> str:
    """The text as it is written to a cell: behind an apostrophe when a spreadsheet could take it for a formula."""
    return _APOSTROPHE + value if _could_be_a_formula(value) else value


def from_text(value: str) -> str:
    """The text that `as_text` was given."""
    if value.startswith(_APOSTROPHE) and _could_be_a_formula(value):
        return value.removeprefix(_APOSTROPHE)
    return value


def _could_be_a_formula(value: str) -> bool:
    """Looks past apostrophes, so that a text with one of its own survives, and past spaces and controls, as
    spreadsheets do.
    """
    for character in value.lstrip(_APOSTROPHE):
        if character in _FORMULA_SIGNS:
            return True
        if category(character) not in _UNSEEN:
            return False
    return False
