from django.apps import AppConfig


class DisposalsConfig(AppConfig):
    name = "disposals"
    label = "disposals"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Children, offences, disposals and interventions"
