"""The ways to find a victim, and the names of organisations, in a text."""

from __future__ import annotations

from collections.abc import Iterator

from restorative.naming.marks import LOCAL, Marks, known, road
from restorative.naming.spelling import Place, Span, Text
from restorative.naming.usage import begins_a_name


# Left out where an address is compared.
BEFORE_A_NUMBER = ("the", "flat", "unit", "apt", "apartment", "no", "number")


def ways_in(text: Text, marks: Marks) -> Iterator[Place]:
    """Phones, emails, postcodes and houses, and the names of organisations."""
    yield from _wholes(text, marks)
    for digits, start, end in text.numbers:
        for phone in marks.phones:
            is_local = phone[0] in "12" and digits == phone[-LOCAL:]
            if phone in digits or is_local:
                yield start, end
    for email in marks.emails:
        local, _, host = email.partition("@")
        for pattern in (email, f"{local} @ {host}", f"{local} at {host}", f"{local}(at){host}", f"{local}[at]{host}"):
            if (start := text.plain.find(pattern)) >= 0:
                yield start, start + len(pattern)
    for key in marks.postcodes:
        yield from map(text.place, text.each(key))
    if marks.houses:
        for start in range(len(text.words)):
            yield from _house(text, start, marks.houses)


def _house(text: Text, start: int, houses: frozenset[str]) -> Iterator[Place]:
    """A house of the address that begins with this word."""
    key = ""
    for after in range(start + 1, min(start + 6, len(text.words)) + 1):
        word = text.words[after - 1]
        if after - start > 1 and not word.follows and word.gap not in ("-", ", ", ". "):
            return
        if after - start > 2 and "." in word.gap:
            return
        if word.key in BEFORE_A_NUMBER:
            continue
        key += road(word.key) if after - start > 1 else word.key
        # The name of a house is two words of any language: it has its capitals, and a number needs none.
        if key in houses and (key[0].isdigit() or key[-1].isdigit() or word.has_capital):
            yield text.place(Span(start, after))


def _wholes(text: Text, marks: Marks) -> Iterator[Place]:
    """Names of organisations."""
    for key in marks.wholes:
        yield from map(text.place, text.each(key))
    if marks.brands and known("harm") & text.keys:
        for key in marks.brands:
            yield from map(text.place, text.each(key))
    for key in marks.organisations:
        yield from (text.place(span) for span in text.each(key) if not begins_a_name(text, span))
