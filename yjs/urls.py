"""The roof: which address opens which app's pages. The pages themselves are listed in each app's own urls."""

from django.urls import include, path


urlpatterns = [
    path("", include("disposals.urls")),
    path("people/", include("yjs.people.urls")),
    path("records/", include("yjs.records.urls")),
    path("", include("yjs.documents.urls")),
    path("reoffending/", include("reoffending.urls")),
    path("restorative/", include("restorative.urls")),
    path("", include("yjs.plan.urls")),
]
