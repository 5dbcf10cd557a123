"""The addresses of the tracker and what belongs to it."""

from django.urls import URLPattern, URLResolver, path

from reoffending.views import actions, card, child, curves, meeting, official, tracker


app_name = "reoffending"

urlpatterns: list[URLPattern | URLResolver] = [
    path("tracker/", tracker.LatestTracker.as_view(), name="latest-tracker"),
    path("tracker/actions/", actions.ActionList.as_view(), name="action-list"),
    path("tracker/<period:period>/", tracker.TrackerPage.as_view(), name="tracker"),
    path("tracker/<period:period>/as-at/<day:as_at>/", tracker.TrackerPage.as_view(), name="tracker-as-at"),
    path("tracker/<period:period>/children/<int:pk>/", child.TrackedChildDetail.as_view(), name="tracked-child"),
    path(
        "tracker/<period:period>/as-at/<day:as_at>/children/<int:pk>/",
        child.TrackedChildDetail.as_view(),
        name="tracked-child-as-at",
    ),
    path("tracker/<period:period>/meeting/", meeting.MeetingStart.as_view(), name="meeting-start"),
    path("meetings/<int:pk>/", meeting.MeetingDetail.as_view(), name="meeting-detail"),
    path("meetings/<int:pk>/children/<int:child>/", card.MeetingChild.as_view(), name="meeting-child"),
    path("meetings/<int:pk>/children/<int:child>/act/", card.ActionAdd.as_view(), name="action-add"),
    path("meetings/<int:pk>/close/", meeting.MeetingClose.as_view(), name="meeting-close"),
    path("meetings/<int:pk>/note.pdf", meeting.MeetingNote.as_view(), name="meeting-note"),
    path("actions/<int:pk>/done/", actions.ActionDone.as_view(), name="action-done"),
    path("children/<int:child>/first/add/", child.ReviewAdd.as_view(), name="review-add"),
    path("first/<int:pk>/change/", child.ReviewChange.as_view(), name="review-change"),
    *curves.urlpatterns,
    *official.urlpatterns,
]
