"""Addresses of profile, users and roles (below the language), and of sign-in (outside it)."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from hjemmel.web.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("profil/", views.profile, name="profile"),
    path("profil/nokler/<int:key>/trekk/", views.revoke_token, name="profile-token"),
    path("brukere/", views.users, name="users"),
    path("brukere/<int:key>/", views.user, name="users-one"),
]

# Of the library's pages only these: nobody signs up or gets a password by e-mail.
sign_in: list[URLPattern | URLResolver] = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("oidc/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
