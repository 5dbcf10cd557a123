from django.apps import AppConfig


class RestorativeConfig(AppConfig):
    name = "restorative"
    label = "restorative"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Victims and reparation"

    def ready(self) -> None:
        from restorative import gaps, release, rules

        gaps.enter()
        release.enter()
        rules.enter()
