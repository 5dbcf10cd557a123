"""The service's own log says what went wrong and where, never about whom."""

import logging
import traceback
from types import TracebackType


class WithoutNames(logging.Formatter):
    """Leaves out what was searched for, and what an exception says: a database quotes the row it refuses."""

    def format(self, record: logging.LogRecord) -> str:
        first, *rest = super().format(record).split("\n")
        return "\n".join([" ".join(word.partition("?")[0] for word in first.split(" ")), *rest])

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _, where = ei
        return "".join(traceback.format_tb(where)) + (kind.__name__ if kind else "")
