from django.urls import URLPattern, URLResolver, path

from yjs.people import views


app_name = "people"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("password/", views.OwnPassword.as_view(), name="own-password"),
    path("", views.PersonList.as_view(), name="person-list"),
    path("add/", views.PersonAdd.as_view(), name="person-add"),
    path("<int:pk>/", views.PersonChange.as_view(), name="person-change"),
    path("access-log/", views.AccessLog.as_view(), name="access-log"),
]
