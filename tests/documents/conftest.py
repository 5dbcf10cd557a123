"""A child of a year nobody else is counted in, so that every record behind its figure is known by name."""

import datetime as dt
from typing import Any

import pytest

from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.factories.plan import PopulationFactory


@pytest.fixture
def a_cautioned_child() -> Any:
    """A child of a year of its own, cautioned twice out of court; then it is a later day."""
    child = ChildFactory(
        ref="tilly", first_name="Tilly", date_of_birth=dt.date(1990, 3, 3), recorded_on=dt.date(2004, 1, 1)
    )
    made = []
    for number, kind in enumerate(("reprimand", "final_warning")):
        on = dt.date(2004, 5, 1 + number)
        offence = OffenceFactory(child=child, committed_on=dt.date(2004, 4, 1), recorded_on=on)
        said = {"ref": f"tilly-{number}", "offence_refs": [offence.ref], "imposed_on": on, "recorded_on": on}
        made.append(DisposalFactory(child=child, kind=kind, **said))
    PopulationFactory(year=2003, area="local", age_10_17=20_000)
    return child, made
