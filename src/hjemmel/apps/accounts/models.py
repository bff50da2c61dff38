"""Users and the roles they hold. A password never stands here in the clear."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from hjemmel.apps.accounts.roles import Permission, Role


class UserManager(BaseUserManager["User"]):
    """Finds users by name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return a user by name, whatever the case of its letters."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in."""

    username = models.CharField(max_length=100, unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="nb", choices=[("nb", "nb"), ("en", "en")])
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_name_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.username

    def clean(self) -> None:
        """Keep the name as it was typed; only spaces around it go."""
        self.username = self.username.strip()

    def get_full_name(self) -> str:
        """Return the name for people."""
        return self.full_name or self.username


_CENTRE_ROLES = [role.value for role in Role if role.is_bound_to_a_centre]


class RoleGrant(models.Model):
    """A role that a user holds in a municipality, at a centre, or everywhere."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    municipality = models.ForeignKey(
        "registry.Municipality", on_delete=models.CASCADE, null=True, related_name="+"
    )
    centre = models.ForeignKey(
        "registry.Centre", on_delete=models.CASCADE, null=True, related_name="+"
    )
    doctor = models.ForeignKey(
        "registry.Doctor", on_delete=models.CASCADE, null=True, related_name="+"
    )
    resident = models.ForeignKey(
        "registry.Resident", on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        ordering = ["user", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "municipality", "centre"],
                name="grant_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="grant_role_known"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=_CENTRE_ROLES)
                | Q(centre__isnull=False, municipality__isnull=False),
                name="grant_centre_role_has_centre",
            ),
            models.CheckConstraint(
                condition=Q(centre__isnull=True) | Q(role__in=_CENTRE_ROLES),
                name="grant_centre_only_for_centre_role",
            ),
            models.CheckConstraint(
                condition=Q(doctor__isnull=True) | Q(role=Role.GP.value),
                name="grant_doctor_only_for_gp",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.RESIDENT.value, resident__isnull=False)
                | (~Q(role=Role.RESIDENT.value) & Q(resident__isnull=True)),
                name="grant_resident_for_resident",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(resident__isnull=False),
                name="grant_user_is_one_resident",
            ),
            models.UniqueConstraint(
                fields=["resident"],
                condition=Q(resident__isnull=False),
                name="grant_resident_is_one_user",
            ),
        ]

    def __str__(self) -> str:
        return self.role


class ApiToken(models.Model):
    """A key for programs: only its digest is kept, and it opens no more than its user's roles."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["user", "name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_named"),
        ]

    def __str__(self) -> str:
        return self.name

    def permissions(self) -> frozenset[Permission]:
        """Return what the token is narrowed to."""
        known: Any = {permission.value: permission for permission in Permission}
        return frozenset(known[scope] for scope in self.scopes if scope in known)
