"""What the figures are divided by and stand beside, and what the partners give."""

import datetime as dt
from decimal import Decimal

import factory

from tests.factories import KeptFactory
from yjs.measures.models import Comparator, Population
from yjs.plan.models import Contribution


class PopulationFactory(KeptFactory):
    class Meta:
        model = Population

    year = factory.Sequence(lambda number: 2010 + number % 15)
    age_10_17 = 24_000


class ComparatorFactory(KeptFactory):
    class Meta:
        model = Comparator

    measure = "custody-rate"
    area = "national"
    period = "2018/19"
    value = Decimal("0.31")
    published_on = dt.date(2019, 10, 29)


class ContributionFactory(KeptFactory):
    class Meta:
        model = Contribution

    year = "2018/19"
    agency = factory.Sequence(lambda number: f"Partner {number}")
