"""A file is read in one sitting."""

from tests.house.tree import files, name


MOST_LINES = 300


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {
        name(path): len(path.read_text().splitlines()) for path in files(".py") if "migrations" not in path.parts
    }
    assert lengths
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}
