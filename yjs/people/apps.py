from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "yjs.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "People and what they may do"

    def ready(self) -> None:
        from yjs.people import checks  # noqa: F401
