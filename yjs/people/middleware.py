"""What holds on every page: a made secret serves one machine, sessions end, and no signed-in page stays behind."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from yjs.people import typed
from yjs.people.access import log
from yjs.people.models import Act
from yjs.start import is_elsewhere, not_elsewhere


UNUSED_FOR = timedelta(minutes=15)
IN_ALL = timedelta(hours=10)
# A session is written when it is used; within these seconds of the last time, once is enough.
CLOSE_ENOUGH = 10

BEGAN = "signed_in_at"
USED = "used_at"
# A page that asks for its own news by itself says so: it is not somebody at work.
IN_THE_BACKGROUND = "X-In-The-Background"

UNUSED = "15 minutes without use"
TOO_LONG = "10 hours"
CHANGED = "a change of role or password"

Handler = Callable[[HttpRequest], HttpResponse]


def begin(session: SessionBase) -> None:
    """Somebody has signed in: their quarter of an hour and their ten hours start."""
    session[BEGAN] = session[USED] = timezone.now().timestamp()


class ThisMachineOnly:
    """With the secret that `demo` made, nobody is answered but on this machine: the passwords it printed come of it.

    A web server is told its address in more ways than one; the request says which it was.
    """

    def __init__(self, get_response: Handler) -> None:
        if not settings.SECRET_IS_MADE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        addresses = [request.META.get(name, "") for name in ("SERVER_NAME", "REMOTE_ADDR")]
        elsewhere = [address for address in addresses if is_elsewhere(address)]
        if elsewhere:
            said = f"Not served: {not_elsewhere(', '.join(elsewhere))}"
            return HttpResponse(said, status=503, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class SessionLimits:
    """Ends a session after 15 minutes without use, after 10 hours, and once its person's role or password
    changes or they leave the service. What the browser believes plays no part."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.session.get(SESSION_KEY)
        if person is not None and (why := self._over(request)):
            if request.user.is_authenticated:
                log(request.user, Act.SIGNED_OUT, detail=why)
            logout(request)
            typed.remember_who(request.session, person, why)
        return self.get_response(request)

    def _over(self, request: HttpRequest) -> str:
        if not request.user.is_authenticated:
            return CHANGED
        if BEGAN not in request.session:
            begin(request.session)
        now, session = timezone.now().timestamp(), request.session
        if now - session[BEGAN] >= IN_ALL.total_seconds():
            return TOO_LONG
        if now - session[USED] >= UNUSED_FOR.total_seconds():
            return UNUSED
        if now - session[USED] >= CLOSE_ENOUGH and IN_THE_BACKGROUND not in request.headers:
            session[USED] = now
        return ""


class NoStore:
    """A page somebody had to sign in for is kept nowhere: the Back button shows nothing after signing out."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response
