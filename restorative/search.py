"""Finding a victim by any part of a name, however it is spelt, or by number: among victims alone, apart from the children."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from disposals.search import EXACT, Names, likeliest
from restorative.models import Victim


_names = Names(Victim, keys=("ref",), names=("first_name", "last_name", "other_names", "speaker"))


def search(victims: QuerySet[Victim], text: str) -> QuerySet[Victim]:
    """Of these victims, who are those the person may see, the ones a text may mean, the likeliest first.

    Who is not among them has no say in how well the others fit.
    """
    among = set(victims.order_by().values_list("pk", flat=True))
    found = _names.find(text, among)
    number = re.fullmatch(r"\s*(?:victim\s+)?(\d{1,9})\s*", text, re.IGNORECASE)
    if number and int(number[1]) in among:
        found[int(number[1])] = EXACT
    return likeliest(victims, found, "last_name", "first_name", "pk")
