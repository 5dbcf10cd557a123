"""The addresses of reparation: who owes it, where it is worked, the register, and its sheets."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from restorative.views import (
    photos,
    placements,
    planning,
    register,
    register_list,
    reparation,
    reparation_forms,
    sheets,
)


urlpatterns: list[URLPattern | URLResolver] = [
    path("reparation/", reparation.ReparationList.as_view(), name="reparation-list"),
    path("reparation/add/", reparation_forms.ReparationChild.as_view(), name="reparation-child"),
    path("reparation/add/<int:child>/", reparation_forms.ReparationAdd.as_view(), name="reparation-add"),
    path("reparation/<int:pk>/", reparation.ReparationDetail.as_view(), name="reparation-detail"),
    path("reparation/<int:pk>/change/", reparation_forms.ReparationChange.as_view(), name="reparation-change"),
    path("reparation/<int:pk>/remove/", reparation_forms.ReparationRemove.as_view(), name="reparation-remove"),
    path("reparation/<int:pk>/sessions/add/", reparation_forms.SessionAdd.as_view(), name="session-add"),
    path("sessions/plan/", planning.SessionPlan.as_view(), name="session-plan"),
    path("sessions/<int:pk>/change/", reparation_forms.SessionChange.as_view(), name="session-change"),
    path("sessions/<int:pk>/remove/", reparation_forms.SessionRemove.as_view(), name="session-remove"),
    path("sessions/<int:pk>/follow-up/", reparation_forms.AbsenceFollowUp.as_view(), name="absence-follow-up"),
    path("placements/", placements.PlacementList.as_view(), name="placement-list"),
    path("placements/add/", placements.PlacementAdd.as_view(), name="placement-add"),
    path("placements/<int:pk>/", placements.PlacementDetail.as_view(), name="placement-detail"),
    path("placements/<int:pk>/change/", placements.PlacementChange.as_view(), name="placement-change"),
    path("placements/<int:pk>/remove/", placements.PlacementRemove.as_view(), name="placement-remove"),
    path("register/", register_list.RegisterList.as_view(), name="register-list"),
    path("register/<int:pk>/", register.Register.as_view(), name="register"),
    path("days/<int:pk>/", register.SessionDay.as_view(), name="session-day"),
    path("days/<int:pk>/change/", planning.SessionDayChange.as_view(), name="session-day-change"),
    path("days/<int:pk>/remove/", planning.SessionDayRemove.as_view(), name="session-day-remove"),
    path("days/<int:pk>/register.xlsx", sheets.SheetOut.as_view(), name="sheet-out"),
    path("days/<int:pk>/photos/add/", photos.PhotoAdd.as_view(), name="photo-add"),
    path("photos/<int:pk>.jpg", photos.Photo.as_view(), name="photo"),
    path("photos/<int:pk>/remove/", photos.PhotoRemove.as_view(), name="photo-remove"),
    path("sheets/", sheets.SheetIn.as_view(), name="sheet-in"),
    path("sheets/<slug:name>/", sheets.SheetPreview.as_view(), name="sheet-preview"),
]
