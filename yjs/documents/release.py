"""Whether what is written beside a child's name may leave the service: asked once, before a file is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from django.contrib import messages
from django.http import HttpRequest

from yjs.people.access import log
from yjs.people.models import Act


# What is said of each child, by the child's number; under None what is said of no one child.
Said = Mapping[int | None, Collection[str]]
# Whether something in it must not go out. An app above enters its own.
Check = Callable[[Said], bool]
CHECKS: list[Check] = []
# It names nobody, and tells who reads it no more than that somebody else has to look.
HELD = "This document is held until somebody has looked at what was typed for it. Nothing was made."


def why_held(said: Said) -> str:
    """Why what people typed does not go out in a document as it stands; empty where it may."""
    return HELD if any(check(said) for check in CHECKS) else ""


def is_held(request: HttpRequest, said: Said, subjects: Iterable[str] = ()) -> bool:
    """Whether a document that was asked for is held. Who asked is told so, and the log tells of it: somebody who tries
    one name after another is seen to.
    """
    if why := why_held(said):
        page = request.resolver_match.view_name if request.resolver_match else ""
        log(request.user, Act.REFUSED, page=page, path=request.path, subjects=subjects, detail=why)
        messages.warning(request, why)
    return bool(why)
