"""The rules our count keeps: each at its edge."""

from collections.abc import Callable

import pytest

from tests.second_opinion import Answer
from tests.worked_examples.edges import EDGES
from tests.worked_examples.examples import Example


@pytest.mark.parametrize("example", EDGES, ids=lambda example: example.name)
def test_the_rule_holds_at_its_edge(example: Example, counted: Callable[..., Answer]) -> None:
    for question in example.questions:
        answer = counted(example.records, question.slug, question.period, question.as_at, kind=question.kind)
        assert answer == Answer(question.numerator, question.denominator), question
