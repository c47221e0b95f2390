from django.apps import AppConfig


class AssociationsConfig(AppConfig):
    name = "associations"
    verbose_name = "Föreningar"

    def ready(self) -> None:
        from associations import data_told, registrations, site_map  # noqa: PLC0415 - models are loaded only now
        from common.site_map import register_places  # noqa: PLC0415

        registrations.register()
        register_places(site_map.places)
        data_told.register()
