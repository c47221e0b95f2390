from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Enkäter"

    def ready(self) -> None:
        from surveys import registrations  # noqa: PLC0415 - models are loaded only now

        registrations.register()
