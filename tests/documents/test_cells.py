"""Text in a spreadsheet cell is never a formula and always comes back."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yjs.records.cells import as_text, from_text


SIGNS = "=+-@\t\r\n＝＋－＠"
awkward = st.text(alphabet=st.sampled_from(SIGNS + "' \x00\x0b\u00a0\u200b\ufeff\u2028aÉ1£ŵ"), max_size=8)


@settings(max_examples=2000, deadline=None)
@given(st.text() | awkward)
@example("'=1+1")
@example("''=1+1")
@example("'")
@example("' =1")
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert from_text(as_text(text)) == text


@settings(max_examples=2000, deadline=None)
@given(st.text() | awkward)
def test_no_text_is_written_so_that_a_spreadsheet_could_run_it(text: str) -> None:
    seen = as_text(text).lstrip(" \x00\x0b\u00a0\u200b\ufeff\u2028")
    assert not seen.startswith(tuple(SIGNS))


@settings(max_examples=2000, deadline=None)
@given(awkward, awkward)
def test_two_different_texts_are_never_written_alike(one: str, other: str) -> None:
    assert (as_text(one) == as_text(other)) == (one == other)


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 7700 900000", "-", "@home", "\tx", "\rx", " =1", "\u200b=1", "＝1", "'=1"]
)
def test_a_text_that_begins_like_a_formula_stands_behind_an_apostrophe(text: str) -> None:
    assert as_text(text) == "'" + text


@pytest.mark.parametrize("text", ["", "O'Brien", "'Ndrangheta", "Siân", "1 = 1", "not known", "12", "–"])
def test_an_ordinary_text_is_left_alone(text: str) -> None:
    assert as_text(text) == text
    assert from_text(text) == text
