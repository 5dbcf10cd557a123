"""Names as they are looked for: however they are written, the same letters."""

import html
import re
import unicodedata
from urllib.parse import unquote


# Letters that are letters of their own, and not another with a mark on it.
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"})
NO_LETTER = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Letters and digits alone, however they were written: no marks, quotes, hyphens, spaces, entities or escapes."""
    plain = unicodedata.normalize("NFKD", unquote(html.unescape(text))).casefold().translate(LETTERS)
    return NO_LETTER.sub("", unicodedata.normalize("NFKD", plain))
