from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "yjs.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Records and their versions"
