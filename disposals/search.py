"""Finding a child by any part of a name, however it is spelt, a date of birth, a reference or a PNC ID.

Names are folded: without accents, apostrophes, hyphens and capitals. Each process keeps the folded names it has
read and tops them up with newer versions; who may be shown is asked of the database every time. Names of other kinds
of record are kept and found the same way, each kind by itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Container, Iterator
from contextlib import suppress
from threading import Lock
from typing import Any
from unicodedata import combining, normalize

import numpy as np
from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, When
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from disposals.models import Child, Intervention
from yjs.records.record import Record


MOST_FOUND = 200
MOST_WORDS = 5
# Versions saved at one moment can come to light out of order: the newest are read again each time.
READ_AGAIN = 50
# How well a word of a name answers a word that was typed; a misspelling by its likeness.
EXACT, BEGINS, WITHIN, SOUNDS = 100.0, 95.0, 85.0, 74.0
MISSPELT, LIKE_ENOUGH = 90.0, 0.72
# One word of several may be answered by nothing, such as a middle name; then the others must be there as typed.
UNANSWERED = 30.0
# What is this much worse than the best is left out.
BEHIND_THE_BEST = 26.0

_JOINING = re.compile("['`´‘’‛ʹʻʼʽˈ′＇·.]")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_WORDS = re.compile(r"[^\W_]+")
_NOT_ASCII = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e"}
)
_HEARD = [
    (re.compile(written), heard)
    for written, heard in (
        ("^x", "s"), ("^wr", "r"), ("^kn", "n"), ("^h(?=[aeiouy])", ""), ("sch|sh", "s"), ("ph|bh|mh|v", "f"),
        ("gh", ""), ("ck|ch|q", "k"), ("x", "ks"), ("z", "s"), ("[cs](?=[eiy])", "s"), ("c", "k"),
        ("dg|g(?=[eiy])", "j"), ("^[aeiouy]+", "a"), ("(?<!^)[aeiouyhw]", ""), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


def fold(text: str) -> list[str]:
    """The words of a text without accents, apostrophes and capitals; a hyphen parts two words."""
    plain = "".join(c for c in normalize("NFKD", _JOINING.sub("", text)) if not combining(c))
    return _WORDS.findall(plain.casefold().translate(_NOT_ASCII))


def sound(word: str) -> str:
    """The consonants of a word as they are heard: alike for Catherine and Kathryn, for Niamh and Neve."""
    for written, heard in _HEARD:
        word = written.sub(heard, word)
    return word


def words_of(name: str) -> set[str]:
    """Each word a name may be asked for by: its parts, neighbours written as one, what follows an apostrophe."""
    parts = fold(name)
    joined = ("".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 2, min(len(parts), i + 3) + 1))
    after = (part for part in fold(_JOINING.sub(" ", name)) if len(part) > 2)
    return {*parts, *joined, *after, "".join(parts)} - {""}


class Names:
    """The folded names of every record of a kind, as one process has read them, and the keys it also goes by."""

    def __init__(self, kind: type[Record], keys: tuple[str, ...], names: tuple[str, ...]) -> None:
        self._kind, self._keyed_by = kind, len(keys)
        self._read = ("history_id", "saved_at", "history_type", "id", *keys, *names)
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._newest: list[tuple] = []
        self._words: dict[int, set[str]] = {}
        self._keys: dict[int, set[str]] = {}
        self._named: dict[str, set[int]] = defaultdict(set)
        self._heard: dict[str, set[str]] = defaultdict(set)

    def find(self, text: str, among: Container[int] | None = None) -> dict[int, float]:
        """The records a text may mean, with how well each answers it. Those not `among` some count for nothing."""
        typed = fold(text)[:MOST_WORDS]
        if not typed:
            return {}
        with self._lock:
            self._top_up()
            answers = {word: self._answers(word) for reading in _readings(typed) for word in reading}
        best: dict[int, float] = {}
        for reading in _readings(typed):
            for child, score in _together([answers[word] for word in reading], as_typed=reading == typed):
                if among is None or child in among:
                    best[child] = max(score, best.get(child, 0))
        enough = max(best.values(), default=0) - BEHIND_THE_BEST
        return {child: score for child, score in best.items() if score >= enough}

    def _top_up(self) -> None:
        """Read the versions that are newer than those already read; all of them where this is not what was read."""
        versions = self._kind.history.model.objects.order_by("history_id").values_list(*self._read)
        rows: list[tuple] = []
        if self._newest:
            rows = list(versions.filter(history_id__gt=self._newest[-1][0] - READ_AGAIN))
            if self._newest[-1] not in rows:
                self._forget()
        if not self._newest:
            rows = list(versions)
        already, folded = set(self._newest), _Folded()
        for row in rows:
            if row not in already:
                _, _, act, child, *told = row
                self._drop(child)
                if act != "-":
                    keys = {"".join(fold(key)) for key in told[: self._keyed_by]} - {""}
                    self._take(child, keys, set().union(*map(folded.of, told[self._keyed_by :])))
        self._newest = rows[-READ_AGAIN:] or self._newest

    def _drop(self, child: int) -> None:
        self._keys.pop(child, None)
        for word in self._words.pop(child, ()):
            self._named[word].discard(child)
            if not self._named[word]:
                del self._named[word]
                self._heard[sound(word)].discard(word)

    def _take(self, child: int, keys: set[str], words: set[str]) -> None:
        # What has no digit in it, such as a reference that is a word, is asked for like a name.
        self._keys[child] = {key for key in keys if _has_digit(key)}
        self._words[child] = words | (keys - self._keys[child])
        for word in self._words[child]:
            if word not in self._named:
                self._heard[sound(word)].add(word)
            self._named[word].add(child)

    def _answers(self, typed: str) -> dict[int, float]:
        """The children with a word, a reference or a PNC ID that answers a typed word, and how well."""
        vocabulary = list(self._named)
        scores = _misspelt(typed, vocabulary)
        if len(typed) > 2:
            scores |= {word: max(SOUNDS, scores.get(word, 0)) for word in self._heard.get(sound(typed), ())}
        for word in vocabulary:
            if typed in word:
                score = BEGINS if word.startswith(typed) else WITHIN if len(typed) > 1 else 0
                scores[word] = EXACT if word == typed else max(score, scores.get(word, 0))
        found: dict[int, float] = {}
        for word, score in sorted(scores.items(), key=lambda one: one[1]):
            if score:
                found.update(dict.fromkeys(self._named[word], score))
        return found | self._keyed(typed) if _has_digit(typed) else found

    def _keyed(self, typed: str) -> dict[int, float]:
        """The children whose reference or PNC ID is meant, or from three characters on a part of it."""
        found = {}
        for child, keys in self._keys.items():
            if typed in keys:
                found[child] = EXACT
            elif len(typed) > 2 and any(typed in key for key in keys):
                found[child] = BEGINS if any(key.startswith(typed) for key in keys) else WITHIN
        return found


class _Folded(dict):
    """The words of each name, worked out once however many children have it."""

    def of(self, name: str) -> set[str]:
        if name not in self:
            self[name] = words_of(name)
        return self[name]


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _misspelt(typed: str, words: list[str]) -> dict[str, float]:
    """The words that may be meant by a misspelt one.

    Likeness is the mean of two: one favours a right beginning, one counts slips and letters that changed places.
    """
    if len(typed) < 3 or not words:
        return {}
    starts = cdist([typed], words, scorer=JaroWinkler.normalized_similarity)[0]
    near = np.flatnonzero(starts >= 2 * LIKE_ENOUGH - 1)
    slips = cdist([typed], [words[i] for i in near], scorer=OSA.normalized_similarity)[0]
    likeness = (slips + starts[near]) / 2
    return {words[i]: MISSPELT * float(like) for i, like in zip(near, likeness, strict=True) if like >= LIKE_ENOUGH}


def _readings(typed: list[str]) -> Iterator[list[str]]:
    """What was typed, word by word; with two neighbours as one word, as in O Brien; and all of it as one."""
    yield typed
    for i in range(len(typed) - 1):
        yield [*typed[:i], typed[i] + typed[i + 1], *typed[i + 2 :]]
    if len(typed) > 2:
        yield ["".join(typed)]


def _together(answers: list[dict[int, float]], as_typed: bool) -> Iterator[tuple[int, float]]:
    """The children who answer every word, with the mean of their scores; or all but one of the words as typed."""
    for child in set().union(*answers):
        scores = [found.get(child, 0.0) for found in answers]
        missing = scores.count(0.0)
        if missing == 0 or (as_typed and missing == 1 < len(scores) and min(filter(None, scores)) >= WITHIN):
            yield child, (sum(scores) + missing * UNANSWERED) / len(scores)


_names = Names(Child, keys=("ref", "pnc_id"), names=("first_name", "last_name", "known_as"))


def born_on(text: str) -> tuple[dt.date | None, str]:
    """The date of birth in a text, if there is one, and the rest of the text."""
    for found in _DAY.finditer(text):
        day, month, year = map(int, found.groups())
        with suppress(ValueError):
            return dt.date(year, month, day), f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def search(children: QuerySet[Child], text: str) -> QuerySet[Child]:
    """Of these children, who are those the person may see, the ones a text may mean.

    The likeliest come first; of those alike, the ones with open work. A date of birth beside a name must be right.
    """
    day, rest = born_on(text)
    if day is not None:
        children = children.filter(date_of_birth=day)
        return search(children, rest) if fold(rest) else children.order_by("last_name", "first_name", "pk")
    open_work = Exists(Intervention.objects.filter(child=OuterRef("pk"), ended_on=None))
    return likeliest(children, _names.find(text), open_work.desc(), "last_name", "first_name", "pk")


def likeliest(rows: QuerySet, found: dict[int, float], *then: Any) -> QuerySet:
    """Of these rows the ones that were found, the likeliest first; of those alike, in the order of `then`."""
    best = sorted(found, key=lambda pk: (-found[pk], -pk))[:MOST_FOUND]
    places: dict[float, list[int]] = defaultdict(list)
    for pk in best:
        places[found[pk]].append(pk)
    order = [When(pk__in=pks, then=place) for place, pks in enumerate(places.values())]
    if not order:
        return rows.none()
    return rows.filter(pk__in=best).order_by(Case(*order, output_field=IntegerField()), *then)
