"""The menu of every page: what this person's role opens, and nothing else."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yjs.people.access import required_by


# A page's own `requires` says who finds it in the menu.
MENU = (
    ("Children", "disposals:child-list"),
    ("Victims", "restorative:victim-list"),
    ("Reparation", "restorative:reparation-list"),
    ("Tracker", "reoffending:latest-tracker"),
    ("Figures", "documents:measure-list"),
    ("Board", "plan:latest-board"),
    ("Plan", "plan:latest-plan"),
    ("Import", "records:import-bundle"),
    ("Export", "records:export-bundle"),
    ("People", "people:person-list"),
    ("Access log", "people:access-log"),
)


def navigation(request: HttpRequest) -> dict[str, list[tuple[str, str, bool]]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    pages: list[Any] = [(label, reverse(name)) for label, name in MENU]
    open_to_them = [(label, href) for label, href in pages if user.may(required_by(href))]
    here = max((href for _, href in open_to_them if request.path.startswith(href)), key=len, default="")
    return {"navigation": [(label, href, href == here) for label, href in open_to_them]}
