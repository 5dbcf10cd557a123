"""The second opinion: every count of children and disposals made again, from the definitions alone.

Plain lists and loops, no frames, nothing of the product imported: what an analyst would do with the bundle's
rows and a calendar. The product's figures are compared with these counts on the worked examples and on random
histories.

    records   {"children": [row, ...], "disposals": [...], ...}: a list for each file of the bundle. A row
              has the bundle's columns, read (dates, True/False/None, numbers, text "" when empty,
              `offence_refs` a list), and `recorded_on`: the day it came to be known (None: known since ever).
              A later version of a row is another row of the same key; `"deleted": True` removes it from then.
    period    (first day, last day), both in.
    as_at     the day the question is asked for, meaning the end of that day.
"""

from tests.second_opinion.counts import SLUGS, Answer, count, group
from tests.second_opinion.followed import child_status, cohort_status, index_days
from tests.second_opinion.reoffending import RULES


__all__ = ["RULES", "SLUGS", "Answer", "child_status", "cohort_status", "count", "group", "index_days"]
