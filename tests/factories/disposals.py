"""Children, and what happened: each the smallest record that is true."""

import datetime as dt

import factory

from disposals.models import Child, Disposal, Intervention, Offence, Remand, Status
from tests.factories import KeptFactory


class ChildFactory(KeptFactory):
    class Meta:
        model = Child

    date_of_birth = dt.date(2009, 5, 3)


class StatusFactory(KeptFactory):
    class Meta:
        model = Status

    child = factory.SubFactory(ChildFactory)
    status = "looked_after"
    started_on = dt.date(2024, 1, 8)


class OffenceFactory(KeptFactory):
    class Meta:
        model = Offence

    child = factory.SubFactory(ChildFactory)
    committed_on = dt.date(2024, 3, 1)


class DisposalFactory(KeptFactory):
    """A youth caution for one offence, six weeks after it."""

    class Meta:
        model = Disposal

    child = factory.SubFactory(ChildFactory)
    kind = "youth_caution"
    imposed_on = dt.date(2024, 4, 12)

    @factory.lazy_attribute
    def offence_refs(self) -> list[str]:
        return [OffenceFactory(child=self.child, committed_on=self.imposed_on - dt.timedelta(weeks=6)).ref]


class InterventionFactory(KeptFactory):
    class Meta:
        model = Intervention

    child = factory.SubFactory(ChildFactory)
    kind = "prevention"
    started_on = dt.date(2024, 5, 7)


class RemandFactory(KeptFactory):
    class Meta:
        model = Remand

    child = factory.SubFactory(ChildFactory)
    kind = "secure"
    started_on = dt.date(2024, 6, 4)
