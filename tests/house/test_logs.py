"""The service's own log holds no name: not what was searched for, nor the row a database refused."""

import logging
import sys

from yjs.logs import WithoutNames


def logged(message: str, *args: object, failed: bool = False) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, None)
    if failed:
        record.exc_info = sys.exc_info()
    return WithoutNames("{levelname} {message}", style="{").format(record)


def test_what_was_searched_for_is_left_out() -> None:
    assert logged('"GET %s HTTP/1.1" %s', "/children/?q=Siân+O%27Brien", 500) == 'ERROR "GET /children/ HTTP/1.1" 500'


def test_a_fault_says_where_and_what_kind_but_not_whose() -> None:
    try:
        raise ValueError("Key (last_name)=(" + "O'Brien".upper() + ") already exists")
    except ValueError:
        said = logged("Internal Server Error: %s", "/children/7/", failed=True)
    assert said.startswith("ERROR Internal Server Error: /children/7/\n")
    assert said.endswith("ValueError")
    assert "test_logs.py" in said
    assert "O'BRIEN" not in said
