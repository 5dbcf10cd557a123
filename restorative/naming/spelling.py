"""A text as the words that stand in it, however they were typed: what the check for names reads."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache


# Letters of their own, which people without them on the keyboard write with another.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
)
# The same, as they are written out.
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
QUOTES = "'\u2019\u2018\u02bc\u0060\u00b4"
LETTER = r"(?:[^\W_]|[\u0300-\u036f])"
WORD = re.compile(rf"[^\W_]{LETTER}*(?:[{QUOTES}]{LETTER}+)*")
TOGETHER = re.compile(rf"[\s\-\u2010-\u2015{QUOTES}&]+")
HYPHEN = re.compile(r"[-\u2010\u2011]")
ENDS = re.compile(r"[.!?:;]|\n\s*\n")
NUMBER = re.compile(r"\+?\d(?:[\d\s().\-\u00a0]*\d)?")
MOST_TOGETHER = 6
# From which letter to which.
Place = tuple[int, int]


def fold(text: str) -> str:
    """The letters and digits of a text alone: no capitals, accents, quotes, hyphens or spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", plain)))


def foldings(text: str) -> set[str]:
    """A name as it may be typed where its letters are not on the keyboard."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return {fold(plain), fold(plain.translate(WRITTEN_OUT))} - {""}


def without_a_letter(word: str) -> set[str]:
    """A word, and it with any one letter left out."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


@dataclass(frozen=True, slots=True)
class Word:
    """One word where it stands. `gap` is what stands between it and the word before it."""

    text: str
    key: str
    gap: str
    start: int
    end: int

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_in_capitals(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def begins(self) -> bool:
        """Whether it is the first of a sentence."""
        return bool(ENDS.search(self.gap)) or self.start == len(self.gap)

    @property
    def follows(self) -> bool:
        """Whether nothing but space parts it from the word before it."""
        return bool(self.gap) and self.gap.isspace()

    @property
    def owner(self) -> str:
        """The one something belongs to, where the word says so: Sarah's."""
        return self.key[:-1] if re.search(rf"[{QUOTES}][sS]$", self.text) else ""


@dataclass(frozen=True, slots=True)
class Span:
    """Words next to each other that make up a name, from the first up to the last. `tail` is an s that was added."""

    first: int
    after: int
    tail: bool = False


class Text:
    """A text, read once."""

    def __init__(self, text: str) -> None:
        self.text = unicodedata.normalize("NFC", text)
        self.plain = self.text.casefold()
        words, at = [], 0
        for found in WORD.finditer(self.text):
            words.append(Word(found[0], fold(found[0]), self.text[at : found.start()], found.start(), found.end()))
            at = found.end()
        self.words = [word for word in words if word.key]
        letters = [c for c in self.text if c.isalpha()]
        # Where everything is in capitals, or nothing, they say nothing.
        self.shouts = sum(c.isupper() for c in letters) > len(letters) * 0.7
        self.has_capitals = any(word.has_capital for word in self.words) and not self.shouts
        self.keys = {word.key for word in self.words} | {word.owner for word in self.words}

    @cached_property
    def spans(self) -> dict[str, list[Span]]:
        """Every run of words by its letters, so that O'Brien, O Brien and obrien are one."""
        found = defaultdict(list)
        for first, word in enumerate(self.words):
            key = ""
            for after in range(first + 1, min(first + MOST_TOGETHER, len(self.words)) + 1):
                last = self.words[after - 1]
                if last is not word and not TOGETHER.fullmatch(last.gap):
                    break
                if last.owner:
                    found[key + last.owner].append(Span(first, after, True))
                key += last.key
                found[key].append(Span(first, after))
        return found

    @cached_property
    def by_letter(self) -> dict[str, list[Span]]:
        """The longer words by the letter they begin with."""
        found = defaultdict(list)
        for place, word in enumerate(self.words):
            if len(word.key) > 4:
                found[word.key[0]].append(Span(place, place + 1, bool(word.owner)))
        return found

    @cached_property
    def short_of_a_letter(self) -> frozenset[str]:
        """Its longer words, each with any one letter left out: two words with a slip between them share one of these."""
        words = {_bare for word in self.words if len(_bare := word.owner or word.key) > 4}
        return frozenset(form for word in words for form in without_a_letter(word))

    @cached_property
    def numbers(self) -> list[tuple[str, int, int]]:
        """Everything that may be a telephone number: its digits, and where it stands."""
        runs = ((re.sub(r"\D", "", found[0]), *found.span()) for found in NUMBER.finditer(self.text))
        return [run for run in runs if len(run[0]) > 5]

    def before(self, span: Span) -> Word | None:
        return self.words[span.first - 1] if span.first else None

    def after(self, span: Span) -> Word | None:
        return self.words[span.after] if span.after < len(self.words) else None

    def of(self, span: Span) -> list[Word]:
        return self.words[span.first : span.after]

    def place(self, span: Span) -> Place:
        return self.words[span.first].start, self.words[span.after - 1].end

    def each(self, key: str) -> Iterator[Span]:
        yield from self.spans.get(key, ())


@lru_cache(maxsize=4_000)
def read(text: str) -> Text:
    """A text, read; the same text is read once."""
    return Text(text)
