"""The annual plan and the board's quarter. The words for days and periods in addresses are those of figures."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from yjs.documents import urls as _figures  # noqa: F401  (registers day and period)
from yjs.documents.formats import FORMATS
from yjs.plan import views


class FormatConverter(StringConverter):
    """A file format."""

    regex = "|".join(FORMATS)


class AudienceConverter(StringConverter):
    """Whom a document is for."""

    regex = "board|public"


register_converter(FormatConverter, "format")
register_converter(AudienceConverter, "audience")

app_name = "plan"
FILE = "<period:period>/as-at/<day:as_at>/<audience:audience>.<format:code>"

urlpatterns = [
    path("plan/", views.LatestPlan.as_view(), name="latest-plan"),
    path("plan/<period:period>/", views.PlanDetail.as_view(), name="plan-detail"),
    path("plan/<period:period>/as-at/<day:as_at>/", views.PlanDetail.as_view(), name="plan-as-at"),
    path(f"plan/{FILE}", views.DocumentFile.as_view(document="plan"), name="plan-file"),
    path("board/", views.LatestBoard.as_view(), name="latest-board"),
    path("board/<period:period>/", views.BoardDetail.as_view(), name="board-detail"),
    path("board/<period:period>/as-at/<day:as_at>/", views.BoardDetail.as_view(), name="board-as-at"),
    path(f"board/{FILE}", views.DocumentFile.as_view(document="board"), name="board-file"),
]
