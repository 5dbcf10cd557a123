"""The service does not start with a page that does not say what it requires."""

from collections.abc import Callable
from types import ModuleType

import pytest
from django.contrib.staticfiles.views import serve as serve_static
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView, View

from yjs.people.access import Requires
from yjs.people.checks import every_page_says_what_it_requires
from yjs.people.permissions import May


class Declared(Requires, TemplateView):
    requires = May.SEE_FIGURES


class DeclaresNothing(Requires, TemplateView):
    pass


class DeclaresAWord(Requires, TemplateView):
    requires = "see children"  # type: ignore[assignment]


class NotBehindTheGate(TemplateView):
    requires = May.SEE_CHILDREN


class GateLast(TemplateView, Requires):  # type: ignore[misc]
    requires = May.SEE_CHILDREN


class RoundTheGate(Requires, View):
    requires = May.SEE_CHILDREN

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return HttpResponse("a child")


def a_function(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a child")


@pytest.fixture
def with_page(settings: pytest.FixtureRequest) -> Callable[[object], list[str]]:
    """The numbers of the faults found when the service has this page, two includes deep."""

    def with_page(callback: object) -> list[str]:
        deep = ([path("page/", callback, name="page")], "planted")  # type: ignore[arg-type]
        service = ModuleType("service")
        service.urlpatterns = [  # type: ignore[attr-defined]
            path("declared/", Declared.as_view()),
            path("deep/", include(([path("er/", include(deep))], "deep"))),
        ]
        settings.ROOT_URLCONF = service  # type: ignore[attr-defined]
        return [str(fault.id) for fault in every_page_says_what_it_requires(None)]

    return with_page


def test_every_page_of_the_service_says_what_it_requires() -> None:
    assert every_page_says_what_it_requires(None) == []


@pytest.mark.parametrize(
    ("callback", "fault"),
    [
        (a_function, "people.E001"),
        (NotBehindTheGate.as_view(), "people.E002"),
        (GateLast.as_view(), "people.E002"),
        (RoundTheGate.as_view(), "people.E002"),
        (RedirectView.as_view(url="/"), "people.E002"),
        (DeclaresNothing.as_view(), "people.E003"),
        (DeclaresAWord.as_view(), "people.E003"),
        (Declared.as_view(requires=May.ENTER), "people.E003"),
    ],
)
def test_a_page_that_does_not_is_found(with_page: Callable, callback: object, fault: str) -> None:
    assert with_page(callback) == [fault]


@pytest.mark.parametrize("callback", [Declared.as_view(), serve_static])
def test_a_page_that_does_and_the_styles_of_pages_pass(with_page: Callable, callback: object) -> None:
    assert with_page(callback) == []


def test_the_service_refuses_to_start_with_it(with_page: Callable, db: None) -> None:
    with_page(a_function)
    with pytest.raises(SystemCheckError, match="only a class can say what it requires"):
        call_command("check")
