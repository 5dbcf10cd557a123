from django.urls import URLPattern, URLResolver


app_name = "reoffending"

urlpatterns: list[URLPattern | URLResolver] = []
