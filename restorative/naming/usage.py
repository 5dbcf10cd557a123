"""Whether a word that can be a name is used as one: by its capital, and by what stands around it."""

from __future__ import annotations

from collections.abc import Callable

from restorative.naming.marks import known, phrases
from restorative.naming.spelling import Span, Text, Word


def begins_a_name(text: Text, span: Span) -> bool:
    """Whether the name goes on as another's: Rose Hill School."""
    after = text.after(span)
    return bool(after and after.follows and after.has_capital and not span.tail and after.key not in known("days"))


def is_in_a_phrase(text: Text, span: Span) -> bool:
    """Whether a name stands in a run of words that is nobody's name."""
    for first in range(max(0, span.first - 3), span.first + 1):
        for after in range(span.after, min(span.after + 3, len(text.words)) + 1):
            if after - first > 1 and "".join(bare(word) for word in text.words[first:after]) in phrases():
                return True
    return False


def bare(word: Word) -> str:
    """A word without what says that something is its own."""
    return word.owner or word.key


def is_a_thing(text: Text, span: Span) -> bool:
    """Whether an article and small letters make a thing of a name, in a text that has capitals."""
    word, before, after = text.words[span.first], text.before(span), text.after(span)
    if word.has_capital or before is None or before.key not in ("a", "an", "the") or not text.has_capitals:
        return False
    return not span.tail and not (after and after.key in known("households"))


def is_middle_of_a_name(text: Text, span: Span) -> bool:
    """Whether another name leads to this one: Ave Maria."""
    before = text.before(span)
    if before is None or before.begins or not before.has_capital or before.is_in_capitals or text.shouts:
        return False
    mine = text.words[span.first].has_capital
    return mine and before.key not in known("titles") | known("days") | known("beginners") and not before.owner


def is_name_in_use(text: Text, span: Span, alone: bool = False) -> bool:
    """Whether a word that can be a name is used as one, by its capital and by what stands around it."""
    word, before, after = text.words[span.first], text.before(span), text.after(span)
    key = word.owner or word.key
    then = after.key if after and after.follows else ""
    if key in ("will", "may") and then == "be":
        return False
    if word.has_capital and not text.shouts and not (len(key) < 3 and word.is_in_capitals):
        if _was_said_to(text, span, then):
            return True
        if before and word.follows and before.key in known("the") or is_in_a_phrase(text, span):
            return False
        if key in known("seasons") and _is_a_time(before if word.follows else None, after):
            return False
        if not word.begins:
            return not (after and after.follows and after.has_capital and after.key not in known("days"))
        return not alone and (
            _is_said_of_somebody(text, span, then) or (bool(word.owner) and not begins_a_name(text, span))
        )
    if alone:
        return False
    return any(sign(text, span, then) for sign in SIGNS)


def _is_said_of_somebody(text: Text, span: Span, then: str) -> bool:
    further = text.words[span.after + 1 : span.after + 2]
    owns = then in ("has", "had") and bool(further) and further[0].key in ("a", "an", "her", "his", "got")
    is_a_thing = bare(text.words[span.first]) in known("things") and not owns
    return then in known("persons_verbs") or (then in known("being") and not is_a_thing)


def _is_a_time(before: Word | None, after: Word | None) -> bool:
    if before and (before.key in known("around_seasons") or before.key.rstrip("stndrh").isdigit()):
        return not (after and after.follows and after.key in known("persons_verbs"))
    return bool(after and after.follows and (after.key.isdigit() or after.key in known("after_seasons")))


def _has_said(text: Text, span: Span, then: str) -> bool:
    before = text.before(span)
    return then in known("persons_verbs") and not (before and before.key in known("the") | {"to", "not", "i", "we"})


def _was_done_to(text: Text, span: Span, then: str) -> bool:
    before = text.before(span)
    return bool(before and text.words[span.first].follows and before.key in known("done_to_somebody"))


def _was_said_to(text: Text, span: Span, then: str) -> bool:
    said = text.words[max(0, span.first - 2) : span.first]
    return len(said) == 2 and said[1].key in ("to", "for") and said[0].key in known("said_to_somebody")


def _is_asked_after(text: Text, span: Span, then: str) -> bool:
    before, how = text.before(span), text.words[span.after + 1 : span.after + 2]
    asked = bool(before and before.key in ("if", "how", "whether"))
    return asked and then in ("is", "was") and bool(how) and how[0].key in known("how_somebody_is")


def _did(text: Text, span: Span, then: str) -> bool:
    before = text.before(span)
    said = bool(before and text.words[span.first].follows and before.key in ("said", "says", "because", "us", "me"))
    return said and (then.endswith("ed") or _is_said_of_somebody(text, span, then))


# What makes a name of a word in small letters.
SIGNS: tuple[Callable[[Text, Span, str], bool], ...] = (_did, _has_said, _was_done_to, _was_said_to, _is_asked_after)
