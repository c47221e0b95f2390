"""Wagtail asks its groups who may write; they follow the portal's roles."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save

from accounts.models import PortalRole, User
from pages.editing.tree import EDITORS, PUBLISHERS

_GROUPS = {PortalRole.Role.EDITOR.value: EDITORS, PortalRole.Role.COORDINATOR.value: PUBLISHERS}


def follow_roles() -> None:
    """Keep every member of the groups a holder of the role, from now on."""
    post_save.connect(_follow, sender=PortalRole, dispatch_uid="pages.editing.roles.given")
    post_delete.connect(_follow, sender=PortalRole, dispatch_uid="pages.editing.roles.taken")


def follow_everybody() -> None:
    """Bring the groups in line with the roles that stand."""
    for role, name in _GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.user_set.set(User.objects.filter(portal_roles__role=role))


def _follow(instance: PortalRole, **signal: Any) -> None:
    name = _GROUPS.get(instance.role)
    if name is None:
        return
    group, _ = Group.objects.get_or_create(name=name)
    if PortalRole.objects.filter(user_id=instance.user_id, role=instance.role).exists():
        group.user_set.add(instance.user_id)
    else:
        group.user_set.remove(instance.user_id)
