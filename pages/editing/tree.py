"""What Wagtail needs before anybody can write: a root, a site, who may do what, and how a page is looked through."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from pages.models import NewsIndex, NewsPage, PortalRoot

#: Groups mirror the portal's roles (``pages.editing.roles``); their names stand in the editors' pages.
EDITORS = "Redaktörer"
PUBLISHERS = "Samordnare"

_WAGTAILS_OWN_NAMES = {"Editors": EDITORS, "Moderators": PUBLISHERS}
_ON_PAGES = {
    EDITORS: ("add_page", "change_page"),
    PUBLISHERS: ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
}
#: An editor changes what she sent herself; what a published page shows is refused by the forms of the files.
_ON_FILES = {EDITORS: ("add", "choose"), PUBLISHERS: ("add", "change", "choose")}
_REVIEW = "Granskning"
_WAGTAILS_OWN_REVIEW = "Moderators approval"
_TASK = "Samordnaren läser igenom"


@transaction.atomic
def ensure_tree() -> PortalRoot:
    """Make what is missing, change nothing that stands; return the root."""
    Locale.objects.get_or_create(language_code="sv")
    root = _root()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": root, "site_name": ""},
    )
    collection = Collection.get_first_root_node() or Collection.add_root(name="Filer")
    for name in (EDITORS, PUBLISHERS):
        _let(_group(name), root, collection)
    _ensure_review(root)
    return root


def _root() -> PortalRoot:
    found: PortalRoot | None = PortalRoot.objects.first()
    if found is not None:
        return found
    top = Page.get_first_root_node() or Page.add_root(title="Sidor", slug="root")
    root: PortalRoot = top.add_child(instance=PortalRoot(title="Startsida", slug="start"))
    # Wagtail's own "Welcome" page; whatever somebody has written stays.
    for welcome in Page.objects.filter(
        depth=2, slug="home", content_type=ContentType.objects.get_for_model(Page)
    ):
        Site.objects.filter(root_page=welcome).update(root_page=root)
        welcome.delete()
    return root


def _group(name: str) -> Group:
    earlier = next(old for old, new in _WAGTAILS_OWN_NAMES.items() if new == name)
    Group.objects.filter(name=earlier).exclude(name=name).update(name=name)
    group, _ = Group.objects.get_or_create(name=name)
    return group


def _let(group: Group, root: PortalRoot, collection: Collection) -> None:
    pages = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=_ON_PAGES[group.name]
    )
    GroupPagePermission.objects.filter(group=group).exclude(page=root).delete()
    for permission in pages:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    # Wagtail asks for the permissions of its own models, whatever model a site keeps its files in.
    for model in (Image, Document):
        names = [f"{verb}_{model._meta.model_name}" for verb in _ON_FILES[group.name]]
        kind = ContentType.objects.get_for_model(model)
        GroupCollectionPermission.objects.filter(group=group, permission__content_type=kind).exclude(
            permission__codename__in=names
        ).delete()
        for permission in Permission.objects.filter(content_type=kind, codename__in=names):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


def _ensure_review(root: PortalRoot) -> None:
    """An editor hands a page in; the coordinator publishes it or sends it back with a comment."""
    Workflow.objects.filter(name=_WAGTAILS_OWN_REVIEW).update(name=_REVIEW)
    GroupApprovalTask.objects.filter(name=_WAGTAILS_OWN_REVIEW).update(name=_TASK)
    workflow, _ = Workflow.objects.get_or_create(name=_REVIEW, defaults={"active": True})
    task = GroupApprovalTask.objects.filter(name=_TASK).first() or GroupApprovalTask.objects.create(
        name=_TASK
    )
    task.groups.set([Group.objects.get(name=PUBLISHERS)])
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def new_news_address() -> str:
    """Return where a piece of news is written; where there is no list of news yet, where that is made."""
    index = NewsIndex.objects.order_by("pk").first()
    parent, model = (index, NewsPage) if index else (_root(), NewsIndex)
    return reverse("wagtailadmin_pages:add", args=["pages", model._meta.model_name, parent.pk])
