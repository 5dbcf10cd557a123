"""Every measure there is, found in the apps that define them."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from yjs.measures.measure import Measure, registered


@cache
def measures() -> dict[str, type[Measure]]:
    """Every measure by its slug; each app's `measures` module is where its definitions are."""
    for app in apps.get_app_configs():
        if app.name != "yjs.measures" and module_has_submodule(app.module, "measures"):
            import_module(f"{app.name}.measures")
    return dict(sorted(registered().items()))
