"""First time entrants: the definition's own examples."""

from collections.abc import Callable

import pytest

from tests.second_opinion import Answer
from tests.worked_examples.entrants import ENTRANTS
from tests.worked_examples.examples import Example


@pytest.mark.parametrize("example", ENTRANTS, ids=lambda example: example.name)
def test_the_entrants_are_those_of_the_paper(example: Example, counted: Callable[..., Answer]) -> None:
    for question in example.questions:
        answer = counted(example.records, question.slug, question.period, question.as_at, kind=question.kind)
        assert answer.numerator == question.numerator, (question.period, question.kind)
