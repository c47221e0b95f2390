from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Enkäter"

    def ready(self) -> None:
        from surveys import data_told, registrations  # noqa: PLC0415 - models are loaded only now

        registrations.register()
        data_told.register()
