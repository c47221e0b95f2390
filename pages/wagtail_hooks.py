"""How Wagtail fits into the portal; found by its name."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from pages import pictures
from pages.editing import page_views
from pages.views import editing

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


@hooks.register("register_admin_menu_item")
def news() -> MenuItem:
    """What is written most often."""
    return MenuItem("Skriv en nyhet", reverse("new_news"), name="new-news", icon_name="plus", order=90)


@hooks.register("register_admin_menu_item")
def what_to_look_after() -> MenuItem:
    """Pages that age and links that lead nowhere."""
    return MenuItem(
        "Att se över",
        reverse("pages_to_look_after"),
        name="look-after",
        icon_name="calendar-check",
        order=350,
    )


@hooks.register("register_admin_urls")
def our_own_pages() -> list[URLPattern]:
    """Beside Wagtail's."""
    return [
        path("att-se-over/", editing.pages_to_look_after, name="pages_to_look_after"),
        path("att-se-over/<int:number>/last/", editing.own_page_read, name="own_page_read"),
        path("ny-nyhet/", editing.new_news, name="new_news"),
        path("lasbarhet/<int:pk>/", editing.page_readability, name="page_readability"),
    ]


@hooks.register("insert_global_admin_js")
def our_script() -> SafeString:
    """Starts what Wagtail starts from within the page, which the policy forbids."""
    return format_html('<script src="{}" defer></script>', static("js/editing.js"))


@hooks.register("insert_global_admin_css")
def our_look() -> SafeString:
    """A few rules for our own parts."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/editing.css"))


@hooks.register("register_admin_viewset")
def views_of_pages() -> list[Any]:
    """With what the portal says and refuses."""
    return page_views.viewsets()


@hooks.register("before_bulk_action")
def refuse_unfinished(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> Any:
    """Many at once are looked through as one is."""
    return page_views.refuse_unfinished(request, action_type, objects, action)


@hooks.register("before_move_page")
def refuse_the_portals_address(request: HttpRequest, page: Any, destination: Any) -> Any:
    """Nobody would reach it there."""
    return page_views.refuse_the_portals_address(request, page, destination)


@hooks.register("before_bulk_action")
def refuse_the_portals_addresses(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> Any:
    """Nor any of many."""
    return page_views.refuse_the_portals_addresses(request, action_type, objects, action)


@hooks.register("register_image_operations")
def light_pictures() -> list[tuple[str, type]]:
    """Measures that hold a weight."""
    return [("within", pictures.WithinOperation)]
