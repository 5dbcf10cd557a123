"""The names of people in a text: whole, the last name alone, or the first; misspelt too."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from restorative.naming.marks import LONG_ENOUGH, Marks, Person, known, words_and_surnames
from restorative.naming.spelling import HYPHEN, Place, Span, Text, Word
from restorative.naming.usage import (
    bare,
    begins_a_name,
    is_a_thing,
    is_in_a_phrase,
    is_middle_of_a_name,
    is_name_in_use,
)


def people_in(text: Text, marks: Marks) -> Iterator[Place]:
    """Where a text names one of the people behind these marks."""
    for person in marks.people:
        reader = _Reader(text, person, marks)
        yield from reader.whole_names()
        if not person.by_whole_name:
            yield from reader.last_names()
            yield from reader.first_names()


# Letters that are heard so little that they are left out and put in.
SILENT = set("eh")


class _Reader:
    """Looks for one person in one text."""

    def __init__(self, text: Text, person: Person, marks: Marks) -> None:
        self.text, self.person, self.others = text, person, marks.others
        self.firsts = person.firsts | person.forms

    def whole_names(self) -> Iterator[Place]:
        """The first and the last name beside each other, either way round, or an initial and the other."""
        text = self.text
        for last in self.person.lasts:
            for span in [*self.text.each(last), *self._plural(last), *self._misspelt(last)]:
                before, after = self._ends_before(span.first), text.after(span)
                if before is not None and not self._is_phrase(before, span):
                    yield text.place(Span(before.first, span.after))
                elif self._initial_before(span, last):
                    yield text.place(Span(span.first - 1, span.after))
                elif after is not None and self._then_first(span, after):
                    yield text.place(Span(span.first, span.after + 1))
        for span in self._of(self.person.firsts):
            after = text.after(span)
            if after and after.follows and len(after.key) == 1 and after.text.isupper() and after.key not in "ai":
                initials = {last[0] for last in self.person.lasts}
                # The initial has its stop, or ends the matter.
                if after.key in initials and span not in self._shared_firsts():
                    yield text.place(Span(span.first, span.after + 1))

    def last_names(self) -> Iterator[Place]:
        for last in self.person.lasts - self.others.lasts - self.others.firsts:
            is_word = last in words_and_surnames() or len(last) < 3
            for span in [*self.text.each(last), *self._plural(last)]:
                if self._is_last_name(span, last, is_word):
                    yield self.text.place(span)
            for span in self._misspelt(last):
                # A letter wrong and another first name, or another kind of name: that is somebody else.
                elsewhere = self._is_given_name_before(span) or begins_a_name(self.text, span)
                if not elsewhere and self._is_last_name(span, last, is_word):
                    yield self.text.place(span)

    def first_names(self) -> Iterator[Place]:
        text, elsewhere = self.text, set[str]()
        shared = self.others.firsts
        for span in sorted(self._of(self.firsts - shared), key=lambda span: span.first):
            key = "".join(word.key for word in text.of(span))
            words, before, after = text.of(span), text.before(span), text.after(span)
            if self._is_of_somebody_else(span):
                elsewhere.add(key)
                continue
            if key in elsewhere or (after and HYPHEN.fullmatch(after.gap)) or HYPHEN.fullmatch(words[0].gap):
                continue
            is_word = key.removesuffix("s") in known("words") or key in known("words") or len(key) < 3
            # A form of the name that is nowhere recorded has its capital at least.
            has_capital = words[0].has_capital and not text.shouts
            is_form = key in self.person.forms and (self.person.goes_by or not has_capital)
            if before and words[0].follows and before.key in known("titles") and (is_word or key in self.others.lasts):
                continue
            if is_word and self._is_given_name_before(span) or is_in_a_phrase(text, span):
                continue
            if self.person.is_speaker and not (before and before.key in known("speakers")):
                continue
            if not is_form and (not is_word or is_name_in_use(text, span)):
                yield text.place(span)
        for first in self.person.firsts - shared:
            if first not in known("words") and not self.person.is_speaker:
                for span in self._misspelt(first):
                    if not (self._is_of_somebody_else(span) or self._is_given_name_before(span)):
                        yield text.place(span)

    def _of(self, keys: frozenset[str]) -> Iterator[Span]:
        for key in keys:
            yield from self.text.each(key)
            if key not in known("words") and len(key) > 3:
                yield from self._plural(key)

    def _plural(self, key: str) -> Iterator[Span]:
        """With an s that has lost its apostrophe, or of a family."""
        yield from (Span(span.first, span.after, True) for span in self.text.each(f"{key}s") if not span.tail)

    def _misspelt(self, name: str) -> Iterator[Span]:
        """Long words that are the name but for a slip: two letters turned round, one doubled, left out or wrong."""
        if len(name) < LONG_ENOUGH:
            return
        for letter in {name[0], name[1]}:
            for span in self.text.by_letter.get(letter, ()):
                word = self.text.words[span.first]
                key = word.owner or word.key
                if key in (name, f"{name}s") or f"{key}s" == name or OSA.distance(key, name, score_cutoff=1) != 1:
                    continue
                is_turned = sorted(key) == sorted(name)
                is_doubled = len(key) != len(name) and set(key) ^ set(name) <= SILENT
                if is_turned or is_doubled or (word.has_capital and key[0] == name[0]):
                    yield span

    def _ends_before(self, place: int) -> Span | None:
        """A first name that stands right before a word, or with one more name or initial between."""
        words = self.text.words
        for back in (1, 2):
            between = words[place - back + 1 : place + 1]
            if place < back or any(not word.follows and word.gap not in (". ", "-", ".") for word in between):
                return None
            if back == 2 and not words[place - 1].has_capital:
                return None
            for width in (1, 2, 3):
                start, end = place - back - width + 1, place - back + 1
                if start >= 0:
                    key = "".join(word.key for word in words[start:end])
                    if key in self.firsts and all(self._joins(word) for word in words[start + 1 : end]):
                        return Span(start, end)
        return None

    def _joins(self, word: Word) -> bool:
        return word.follows or bool(HYPHEN.fullmatch(word.gap.strip()))

    def _is_phrase(self, first: Span, last: Span) -> bool:
        """Whether two words that could be a name are two words of the language, or the name of something else."""
        text = self.text
        keys = ["".join(word.key for word in text.of(span)) for span in (first, last)]
        if any(person.firsts >= {keys[0]} and person.lasts >= {keys[1]} for person in self.others.people):
            return True
        if not all(key in words_and_surnames() or len(key) < 3 for key in keys):
            return False
        after = text.after(last)
        if after and after.follows and after.key in known("after_those"):
            return True
        return not text.shouts and begins_a_name(text, last)

    def _initial_before(self, span: Span, last: str) -> bool:
        word, before = self.text.words[span.first], self.text.before(span)
        if before is None or len(before.key) != 1 or before.key not in self.person.initials:
            return False
        is_stopped = word.gap.startswith(".")
        if before.key in self.others.initials_of(last) or not (is_stopped or word.follows):
            return False
        if last in words_and_surnames():
            return before.text.isupper() and word.has_capital and (is_stopped or before.key not in "ai")
        return is_stopped or before.text.isupper() or before.key not in "ai"

    def _then_first(self, last: Span, after: Word) -> bool:
        """Whether the first name comes after the last: as in a list, with a comma, or as in some languages without."""
        is_listed = after.gap.strip() == ","
        if after.key not in self.firsts or not (is_listed or after.follows):
            return False
        words = self.text.of(last)
        if any(word.key in words_and_surnames() for word in (*words, after)):
            return is_listed and words[0].has_capital and after.has_capital
        return True

    def _is_last_name(self, span: Span, last: str, is_word: bool) -> bool:
        text = self.text
        before, first = text.before(span), text.words[span.first]
        of_many = is_word or last in known("surnames_of_many")
        if self.person.is_speaker and of_many:
            return False
        if before and before.key in known("titles") and (first.follows or first.gap == ". "):
            after = text.after(span)
            return not (is_word and after and after.follows and bare(after) in known("after_those"))
        if of_many and (self._is_given_name_before(span) or begins_a_name(text, span)):
            return False
        if not is_word:
            return not is_a_thing(text, span)
        if last in known("of_people") or not is_name_in_use(text, span, alone=True):
            return False
        return not (before and before.follows and before.has_capital and not before.begins)

    def _is_given_name_before(self, span: Span) -> bool:
        """Whether a first name stands before a last name; those of the person sought are looked at apart."""
        before, first = self.text.before(span), self.text.words[span.first]
        if before is None or not (first.follows or first.gap == ". ") or not before.has_capital or self.text.shouts:
            return False
        if before.key in known("titles") or before.key in known("colleagues"):
            return False
        is_verb = before.begins and before.key.endswith(("ed", "ing"))
        return not is_verb and before.key not in known("beginners") | known("days") and before.key not in self.firsts

    def _is_of_somebody_else(self, span: Span) -> bool:
        """Whether a first name goes with another last name, or with a colleague's work."""
        text = self.text
        before, word, after = text.before(span), text.words[span.first], text.after(span)
        if before and word.follows and (before.key in known("colleagues") or is_middle_of_a_name(text, span)):
            return True
        if after is None or not after.follows or not after.has_capital or span.tail or text.shouts:
            return False
        if not word.has_capital or self._is_last(span) or after.key in known("days") | known("seasons"):
            return False
        if len(after.key) == 1:
            return after.key != "i" and after.key not in {last[0] for last in self.person.lasts}
        return not after.is_in_capitals and not after.text.startswith(("I'", "I’"))

    def _is_last(self, span: Span) -> bool:
        """Whether the person's own last name comes next."""
        return any(other.first == span.after for last in self.person.lasts for other in self.text.each(last))

    def _shared_firsts(self) -> set[Span]:
        return {span for first in self.others.firsts for span in self.text.each(first)}
