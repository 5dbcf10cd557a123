"""The addresses of the start page, the children, and what happened to them."""

from django.urls import URLPattern, URLResolver, path

from disposals.views import children, disposals, home, imports, interventions, notifications, offences


app_name = "disposals"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.Home.as_view(), name="home"),
    path("gaps/<slug:slug>/", home.GapList.as_view(), name="gap-list"),
    path("children/", children.ChildList.as_view(), name="child-list"),
    path("children/add/", children.ChildAdd.as_view(), name="child-add"),
    path("children/<int:pk>/", children.ChildDetail.as_view(), name="child-detail"),
    path("children/<int:pk>/change/", children.ChildChange.as_view(), name="child-change"),
    path("children/<int:pk>/remove/", children.ChildRemove.as_view(), name="child-remove"),
    path("children/<int:child>/statuses/add/", children.StatusAdd.as_view(), name="status-add"),
    path("statuses/<int:pk>/change/", children.StatusChange.as_view(), name="status-change"),
    path("statuses/<int:pk>/remove/", children.StatusRemove.as_view(), name="status-remove"),
    path("children/<int:child>/offences/add/", offences.OffenceAdd.as_view(), name="offence-add"),
    path("offences/<int:pk>/change/", offences.OffenceChange.as_view(), name="offence-change"),
    path("offences/<int:pk>/remove/", offences.OffenceRemove.as_view(), name="offence-remove"),
    path("children/<int:child>/disposals/add/", disposals.DisposalAdd.as_view(), name="disposal-add"),
    path("disposals/<int:pk>/change/", disposals.DisposalChange.as_view(), name="disposal-change"),
    path("disposals/<int:pk>/remove/", disposals.DisposalRemove.as_view(), name="disposal-remove"),
    path("children/<int:child>/interventions/add/", interventions.InterventionAdd.as_view(), name="intervention-add"),
    path("interventions/<int:pk>/change/", interventions.InterventionChange.as_view(), name="intervention-change"),
    path("interventions/<int:pk>/remove/", interventions.InterventionRemove.as_view(), name="intervention-remove"),
    path("children/<int:child>/remands/add/", interventions.RemandAdd.as_view(), name="remand-add"),
    path("remands/<int:pk>/change/", interventions.RemandChange.as_view(), name="remand-change"),
    path("remands/<int:pk>/remove/", interventions.RemandRemove.as_view(), name="remand-remove"),
    *imports.urlpatterns,
    *notifications.urlpatterns,
]
