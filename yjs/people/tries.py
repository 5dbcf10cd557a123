"""Wrong tries at signing in: counted by name and by address, and after too many the door is shut for a while."""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


# So many people sign in from one address, behind a proxy, that it may be wrong this many times as often as a name.
AS_MANY_FROM_AN_ADDRESS = 10


class Tries(AxesDatabaseHandler):
    """Whoever tries one name after another is stopped as well as who tries one name again and again."""

    def get_failures(self, request: Any, credentials: dict | None = None) -> int:
        at_this_name = super().get_failures(request, credentials)
        recent = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        from_here = recent.aggregate(tries=Sum("failures_since_start"))["tries"] or 0
        return max(at_this_name, from_here // AS_MANY_FROM_AN_ADDRESS)


def name_tried(request: HttpRequest, credentials: dict | None = None) -> str:
    """A name to count tries by. It is not kept as it was typed: that may have been a password in the wrong box."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return salted_hmac("yjs.people.tries", str(typed), algorithm="sha256").hexdigest()
