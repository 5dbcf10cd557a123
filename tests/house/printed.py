"""How many of something a test has checked, said where a person reads it: on the terminal, past what pytest catches."""

import sys
from collections.abc import Callable


Say = Callable[[str, int], None]


def on_the_terminal(what: str, number: int) -> None:
    print(f"\n  {number:,} {what}", file=sys.stderr, flush=True)
