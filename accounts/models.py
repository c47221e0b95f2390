"""People with an account, their portal-wide roles and their invitations."""

import uuid
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    """Makes users; an account without a password signs in by code, passkey or identity provider."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        # allauth looks here for addresses; ours are verified by the invitation's link.
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
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
    # Raised by "logga ut överallt": every older session becomes worthless, also one nobody listed.
    sign_out_count = models.PositiveIntegerField(default=0, editable=False)

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

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """A closed account may nothing, also where something once started goes on in its name."""
        return self.is_active and super().has_perm(perm, obj)

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's two public methods (present key, earlier keys) both ask this one.
        return salted_hmac(
            "accounts.session", f"{self.password}{self.sign_out_count}", secret=secret, algorithm="sha256"
        ).hexdigest()


def display_name(user: User) -> str:
    """What allauth calls a person."""
    return user.name


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


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """All of them for those who invite, none for anybody else."""
        return self.all() if user.has_perm("accounts.invite_user") else self.none()

    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; the time may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)

    def for_listing(self) -> "InvitationQuerySet":
        """Newest first, with the person who invited."""
        return self.select_related("invited_by").order_by("-created_at")


class Invitation(models.Model):
    """An invitation to an account: valid 7 days, single use; only the link's hash is kept.

    ``grants`` names the roles given on acceptance: a list of ``{"role": code, "scope": id}`` that
    the owning room turns into a role (``accounts.grants.register_grant``).
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

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_per_address",
            ),
        ]
        indexes = [models.Index(fields=["-created_at"], name="invitation_newest")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def state(self) -> str:
        """``accepted``, ``revoked``, ``expired`` or ``waiting``."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= timezone.now() else "waiting"


class EmailChange(models.Model):
    """A wish to change address, until the new one is confirmed. One at a time for each person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="email_change"
    )
    email = models.EmailField("ny e-postadress")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
