from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "Du sa – vi gjorde"

    def ready(self) -> None:
        # Models must be loaded before this can be imported.
        from proposals import registrations  # noqa: PLC0415

        registrations.register()
