from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from common.models import Edition


class CalendarConfig(AppConfig):
    name = "calendar_app"
    verbose_name = "Kalender"

    def ready(self) -> None:
        """Register what other rooms show of the calendar, and how its editions are drawn."""
        # Models must be loaded before these can be imported.
        from calendar_app import (  # noqa: PLC0415
            data_told,
            public_registrations,
            site_map,
            work_registrations,
        )
        from calendar_app.pdf.formats import KIND  # noqa: PLC0415
        from common.editions import register_renderer  # noqa: PLC0415
        from common.site_map import register_places  # noqa: PLC0415

        register_renderer(KIND, _draw_edition, stamps=("calendar",))
        public_registrations.register()
        work_registrations.register()
        register_places(site_map.places)
        data_told.register()


def _draw_edition(edition: "Edition") -> tuple[bytes, int]:
    # The layout engine takes half a second to load, which only the worker needs to spend.
    from calendar_app.pdf.draw import draw_edition  # noqa: PLC0415

    return draw_edition(edition)
