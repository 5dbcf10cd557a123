"""The children already here, found as somebody else's table names them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA, JaroWinkler

from disposals.models import Child
from disposals.search import LIKE_ENOUGH, fold, sound, words_of
from yjs.records.bundle.known import in_parts


# Signs of a PNC ID: a year of two or four digits, a number with or without its leading noughts, a letter.
PNC = re.compile(r"(?:19|20)?(\d\d)/?0*(\d{1,7})([A-Z])")


def pnc_key(text: str) -> str:
    """A PNC ID as it is compared: 2019/0012345A is 19/12345A."""
    plain = re.sub(r"[^\dA-Z/]", "", text.upper())
    found = PNC.fullmatch(plain)
    return "/".join(found.groups()) if found else plain


def names_in(name: str) -> tuple[str, str]:
    """The first and the last name in a name written in full: Sam Smith, SMITH Sam, or Smith, Sam."""
    if "," in name:
        last, _, first = (part.strip() for part in name.partition(","))
        return first, last
    words = name.split()
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    if 0 < len(loud) < len(words):
        return " ".join(word for word in words if word not in loud), " ".join(loud)
    return " ".join(words[:-1]), words[-1] if words else ""


class Children:
    """The children here who may be meant: those of these references and PNC IDs, and those born on these days."""

    def __init__(
        self, *, refs: Iterable[str] = (), births: Iterable[dt.date] = (), pnc_ids: Iterable[str] = ()
    ) -> None:
        found: dict[int, Child] = {}
        self._by_pnc: dict[str, list[Child]] = defaultdict(list)
        self._born: dict[dt.date, list[Child]] = defaultdict(list)
        for name, wanted in (("ref", refs), ("date_of_birth", births), ("pk", self._with_pnc(pnc_ids))):
            for part in in_parts(set(wanted)):
                found |= {child.pk: child for child in Child.objects.filter(**{f"{name}__in": part})}
        self._by_ref = {child.ref: child for child in found.values()}
        for child in sorted(found.values(), key=lambda one: one.pk):
            self._born[child.date_of_birth].append(child)
            if child.pnc_id:
                self._by_pnc[pnc_key(child.pnc_id)].append(child)

    def _with_pnc(self, pnc_ids: Iterable[str]) -> list[int]:
        wanted = {pnc_key(pnc_id) for pnc_id in pnc_ids}
        if not wanted:
            return []
        recorded = Child.objects.exclude(pnc_id="").values_list("pk", "pnc_id")
        return [pk for pk, pnc_id in recorded if pnc_key(pnc_id) in wanted]

    def referred_to(self, ref: str) -> Child | None:
        return self._by_ref.get(ref)

    def with_pnc(self, pnc_id: str) -> list[Child]:
        return self._by_pnc.get(pnc_key(pnc_id), []) if pnc_id else []

    def named(self, name: str, born: dt.date) -> list[Child]:
        """Those of this very name, in whatever order and signs it is written, born on this day."""
        return [child for child in self._born.get(born, ()) if is_named(child, name)]

    def named_like(self, name: str, born: dt.date) -> list[Child]:
        """Those of a name that this may be another spelling of, born on this day."""
        return [child for child in self._born.get(born, ()) if is_named_like(child, name)]

    def sharing_a_name(self, name: str, born: dt.date) -> list[Child]:
        """Those born on this day who share a first or a last name with it: a twin, or the same child by another name."""
        typed = words_of(name)
        return [child for child in self._born.get(born, ()) if _answering(typed, words_of(str(child)))]


def is_named(child: Child, name: str) -> bool:
    typed = sorted(fold(name))
    firsts = {child.first_name, child.known_as} - {""} or {""}
    return bool(typed) and any(typed == sorted(fold(f"{first} {child.last_name}")) for first in firsts)


def is_named_like(child: Child, name: str) -> bool:
    """Whether a first and a last name of the child's both answer it: of twins, the last name answers to both."""
    typed = words_of(name)
    first = typed & _answering(typed, words_of(child.first_name) | words_of(child.known_as))
    last = typed & _answering(typed, words_of(child.last_name))
    return any(one != other for one in first for other in last)


def _answering(typed: set[str], names: set[str]) -> set[str]:
    return {word for word in typed if any(_alike(word, name) for name in names)}


def _alike(typed: str, name: str) -> bool:
    if typed == name:
        return True
    if min(len(typed), len(name)) < 3:
        return False
    if sound(typed) == sound(name) or typed.startswith(name) or name.startswith(typed):
        return True
    likeness = (OSA.normalized_similarity(typed, name) + JaroWinkler.normalized_similarity(typed, name)) / 2
    return likeness >= LIKE_ENOUGH
