from django.apps import AppConfig


class AssociationsConfig(AppConfig):
    name = "associations"
    verbose_name = "Föreningar"

    def ready(self) -> None:
        from associations import registrations  # noqa: PLC0415 - models are loaded only now

        registrations.register()
