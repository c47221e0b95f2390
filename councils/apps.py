from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "councils"
    verbose_name = "Brukarråd och dialogmöten"

    def ready(self) -> None:
        from councils import (  # noqa: PLC0415 - models are loaded only now
            council_registrations,
            fee_registrations,
            meeting_registrations,
            minutes_registrations,
            year_registrations,
        )

        council_registrations.register()
        meeting_registrations.register()
        minutes_registrations.register()
        fee_registrations.register()
        year_registrations.register()
