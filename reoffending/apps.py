from django.apps import AppConfig


class ReoffendingConfig(AppConfig):
    name = "reoffending"
    label = "reoffending"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Reoffending"
