from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = "Organisationer"

    def ready(self) -> None:
        from organisations import registrations  # noqa: PLC0415 - models are loaded only now

        registrations.register()
