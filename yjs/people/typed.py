"""What was sent to a page after the session had ended: kept until the same person signs in again.

It is kept on the server, under a key nobody can guess, given back to that one person on that one page, and
thrown away after an hour. It is only ever shown again: the person sends it again, or does not.
"""

import secrets
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, QueryDict
from django.utils import timezone


FORMS = "typed"
ENDED = "ended"
FOR_SECONDS = 60 * 60
AT_MOST = 200_000


def remember_who(session: SessionBase, person: str, why: str) -> None:
    """Note whose session has just ended here, and why."""
    session[ENDED] = {"person": person, "why": why}


def why_it_ended(session: SessionBase) -> str:
    return session.get(ENDED, {}).get("why", "")


def keep(request: HttpRequest) -> str:
    """Keep what was sent, and return its key; empty where there is nothing, or nobody knows whose it is."""
    person = request.session.get(ENDED, {}).get("person")
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
    others = _not_too_old(request.session)
    size = sum(len(value) for _, values in fields for value in values)
    if not (person and fields) or size + sum(form["size"] for form in others.values()) > AT_MOST:
        return ""
    key = secrets.token_urlsafe(16)
    form = {"person": person, "path": request.path, "at": _now(), "size": size, "fields": fields}
    request.session[FORMS] = {**others, key: form}
    return key


def give_back(request: HttpRequest, key: str) -> QueryDict | None:
    """What this person had typed into this page."""
    form = _not_too_old(request.session).get(key)
    if not form or form["person"] != str(request.user.pk) or form["path"] != request.path:
        return None
    typed = QueryDict(mutable=True)
    for name, values in form["fields"]:
        typed.setlist(name, values)
    return typed


def let_go(request: HttpRequest) -> None:
    """Throw away what was kept of a page that has now been sent."""
    if FORMS in request.session:
        forms = request.session[FORMS].items()
        request.session[FORMS] = {key: form for key, form in forms if form["path"] != request.path}


def keep_only_theirs(session: SessionBase, person: str) -> None:
    """Somebody signs in: what anybody else had typed is thrown away."""
    session.pop(ENDED, None)
    forms = {key: form for key, form in _not_too_old(session).items() if form["person"] == person}
    if forms or FORMS in session:
        session[FORMS] = forms


def _not_too_old(session: SessionBase) -> dict[str, dict[str, Any]]:
    since = _now() - FOR_SECONDS
    return {key: form for key, form in session.get(FORMS, {}).items() if form["at"] > since}


def _now() -> float:
    return timezone.now().timestamp()
