from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = "Sidor"

    def ready(self) -> None:
        from common.site_map import register_places  # noqa: PLC0415
        from pages import data_told, registrations, site_map  # noqa: PLC0415 - models are loaded only now
        from pages.editing import choosers, letters, publishing, references, roles  # noqa: PLC0415

        registrations.register()
        register_places(site_map.places)
        data_told.register()
        references.keep_to_pages()
        roles.follow_roles()
        publishing.tell_the_cache()
        publishing.have_pictures_made()
        letters.replace_wagtails()
        choosers.start_from_our_script()
        post_migrate.connect(_make_ready, sender=self)


def _make_ready(using: str, plan: Any, **signal: Any) -> None:
    """A new portal can be written in at once; a test of migrations stops before there is a tree."""
    from pages.editing import roles, tree  # noqa: PLC0415

    if any(backwards for _, backwards in plan):
        return
    tree.ensure_tree()
    roles.follow_everybody()
