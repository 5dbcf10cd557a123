"""The service does not start with a page that does not say what it requires."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.staticfiles.views import serve as serve_static
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.static import serve

from yjs.people.access import Requires
from yjs.people.permissions import May


FILES = frozenset({serve, serve_static})


@register("people")
def every_page_says_what_it_requires(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for each address whose page is not behind the gate, or does not say what the gate asks."""
    return [error for pattern in _patterns(get_resolver().url_patterns) for error in _faults(pattern)]


def _patterns(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


def _faults(pattern: URLPattern) -> Iterator[CheckMessage]:
    where = f"{pattern.pattern} ({pattern.lookup_str})"
    callback: Any = pattern.callback
    page = getattr(callback, "view_class", None)
    if page is None:
        if callback not in FILES:
            yield Error(
                f"{where} is a function: only a class can say what it requires.",
                hint="Write a view class with Requires first among its bases.",
                id="people.E001",
            )
        return
    if getattr(page, "dispatch", None) is not Requires.dispatch:
        yield Error(
            f"{where} is not behind the gate.",
            hint="Put Requires first among its bases, and leave dispatch to it.",
            id="people.E002",
        )
    elif not isinstance(getattr(page, "requires", None), May) or "requires" in callback.view_initkwargs:
        yield Error(
            f"{where} does not say what it requires.",
            hint="Give the class one attribute: requires = May.SEE_CHILDREN, or another May.",
            id="people.E003",
        )
