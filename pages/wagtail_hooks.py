"""How Wagtail fits into the portal; found by its name."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

#: What editors don't need: who may do what is decided by the portal's roles.
_HIDDEN = {"help", "users", "groups", "sites", "collections", "workflow-tasks"}


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
def leave_out_what_is_decided_elsewhere(request: HttpRequest, items: list[Any]) -> None:
    """Fewer choices in the menus."""
    items[:] = [item for item in items if item.name not in _HIDDEN]


@hooks.register("register_admin_menu_item")
def way_back() -> MenuItem:
    """To what waits for me."""
    return MenuItem(
        "Till översikten", reverse("overview:overview"), name="overview", icon_name="arrow-left", order=1
    )
