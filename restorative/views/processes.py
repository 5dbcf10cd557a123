"""Recording, correcting and removing the processes between a victim and a child."""

from __future__ import annotations

from typing import Any

from restorative.forms.contacts import ProcessForm
from restorative.models import RestorativeProcess
from restorative.views.of_a_victim import AddToVictim, ChangeOfVictim, RemoveFromVictim


class ProcessAdd(AddToVictim):
    """A process was held between a victim and a child."""

    form_class = ProcessForm
    shows_cases = True
    extra_context = {"title": "Record a process", "submit": "Save this process"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": RestorativeProcess(victim=self.victim),
            "path": self.path,
            "by": self.user,
        }


class ProcessChange(ChangeOfVictim):
    """What is recorded of a process is corrected, or filled in afterwards."""

    form_class = ProcessForm
    shows_cases = True
    extra_context = {"title": "Change a process", "submit": "Save", "remove": "restorative:process-remove"}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"path": self.path, "by": self.user}


class ProcessRemove(RemoveFromVictim):
    """A process that never was is taken away."""

    model = RestorativeProcess
