"""People with an account, their portal-wide roles and their invitations."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes users; an account without a password signs in by code, passkey or identity provider."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account.

    ``actor_id`` is what the trail keeps. When the account is deleted, this row, the only link from
    the trail to a person, goes with it.
    """

    actor_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-postadress", unique=True)
    name = models.CharField("namn", max_length=120)
    is_active = models.BooleanField("kan logga in", default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Nobody: there is no second administration beside the portal."""
        return False

    def get_full_name(self) -> str:
        return self.name


class PortalRole(models.Model):
    """A role that is not tied to one object."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", "Administratör"
        COORDINATOR = "coordinator", "Samordnare"
        EDITOR = "editor", "Redaktör"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portal_roles")
    role = models.CharField("roll", max_length=20, choices=Role)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="portal_role_once")]

    def __str__(self) -> str:
        return self.get_role_display()


class Invitation(models.Model):
    """An invitation to an account: valid 7 days, single use; only the link's hash is kept.

    ``grants`` names the roles given on acceptance: a list of ``{"role": …, "scope": id or null}``
    that the owning room turns into a role (``accounts.invitations.register_grant``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-postadress")
    name = models.CharField("namn", max_length=120, blank=True)
    grants = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="sent_invitations"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            )
        ]
        indexes = [models.Index(fields=["-created_at"], name="invitation_newest")]

    def __str__(self) -> str:
        return str(self.id)
