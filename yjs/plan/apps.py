from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "yjs.plan"
    label = "plan"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "The plan and the board"
