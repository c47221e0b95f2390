from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Sidor"

    def ready(self) -> None:
        from pages import registrations  # noqa: PLC0415 - models are loaded only now

        registrations.register()
