from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = "Du sa – vi gjorde"

    def ready(self) -> None:
        # Models must be loaded before this can be imported.
        from common.site_map import register_places  # noqa: PLC0415
        from proposals import data_told, registrations, site_map  # noqa: PLC0415

        registrations.register()
        register_places(site_map.places)
        data_told.register()
