from django.urls import URLPattern, URLResolver, path

from yjs.records.versions import Versions
from yjs.records.views import ExportBundle, ImportBundle, ImportPreview


app_name = "records"

urlpatterns: list[URLPattern | URLResolver] = [
    path("import/", ImportBundle.as_view(), name="import-bundle"),
    path("import/<slug:name>/", ImportPreview.as_view(), name="import-preview"),
    path("export/", ExportBundle.as_view(), name="export-bundle"),
    path("<str:kind>/<int:pk>/versions/", Versions.as_view(), name="versions"),
]
