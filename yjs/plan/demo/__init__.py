"""A made-up youth justice service: its children, their lives, and how each thing came to be recorded.

Nobody here is real, and there is no such place. It is the same every time: each child's life grows from a seed of
its own, and the history ends on `LAST_DAY` whatever today is.
"""

import datetime as dt


SERVICE = "Wrenbridge Youth Justice Service"
SEED = "w8"
# The records begin when the service's system opened; what went before was carried over from the older one.
FIRST_DAY = dt.date(2010, 4, 6)
LAST_DAY = dt.date(2026, 11, 20)
