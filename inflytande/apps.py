from django.apps import AppConfig


class InflytandeConfig(AppConfig):
    name = "inflytande"
    verbose_name = "Portalen"

    def ready(self) -> None:
        from common import registries  # noqa: PLC0415 - registered when every room is loaded
        from inflytande.overview.queries import work_nav  # noqa: PLC0415

        registries.register_work_nav(work_nav)
