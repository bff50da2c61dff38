"""Sign-in, one's own profile, and Brukere og roller."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from hjemmel.apps.accounts import services
from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import OPENS, Permission, Role
from hjemmel.apps.accounts.selectors import get_user, list_tokens, list_users
from hjemmel.apps.registry.selectors.centres import list_centre_names
from hjemmel.apps.registry.selectors.doctors import list_doctor_names
from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.apps.registry.services.own_users import tie_to_resident
from hjemmel.kernel.errors import HjemmelError, InputError, NotAllowedError
from hjemmel.kernel.text import Text
from hjemmel.web.accounts.forms import GrantForm, ProfileForm, TokenForm, UserForm
from hjemmel.web.actors import actor_for
from hjemmel.web.context import language_of, refuse_what_is_ignored
from hjemmel.web.errors import error_page

_EVERYWHERE = "everywhere"


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignIn(LoginView):  # type: ignore[misc]
    """Sign in with a name and a password, or go to the OpenID Connect service."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the name of the service, where there is one."""
        service = {"oidc_name": settings.OIDC_NAME if settings.OIDC_ISSUER else ""}
        return {**super().get_context_data(**kwargs), **service}


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Answer when a name has been tried too often; nothing says whether the user exists."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    error = NotAllowedError(
        Text("For mange forsøk på å logge inn.", "Too many attempts to sign in."),
        where="",
        remedy=Text(
            f"Vent {minutes} minutter og prøv igjen.", f"Wait {minutes} minutes and try again."
        ),
    )
    response = error_page(request, error)
    response.status_code = 429
    response["Retry-After"] = str(minutes * 60)
    return response


def profile(request: HttpRequest, language: str) -> HttpResponse:
    """Show and change one's own details, second factor and keys."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, set())
    shown = language_of(request)
    user = get_user(actor.user or 0, by=actor)
    held = sorted({p for g in actor.grants for p in OPENS[g.role]}, key=list(Permission).index)
    own = {"full_name": user.full_name, "email": user.email, "shown_language": user.language}
    form = ProfileForm(initial=own, language=shown)
    token_form = TokenForm(language=shown, held=held)
    problem: HjemmelError | None = None
    secret = ""
    if (request.method == "POST" and "scopes" in request.POST) or request.POST.get(
        "what"
    ) == "token":
        token_form = TokenForm(request.POST, language=shown, held=held)
        if token_form.is_valid():
            given = token_form.cleaned_data
            scopes = frozenset(Permission(value) for value in given["scopes"])
            try:
                secret = services.make_token(
                    name=given["name"], scopes=scopes, expires_on=given["expires_on"], by=actor
                )
                token_form = TokenForm(language=shown, held=held)
            except HjemmelError as error:
                problem = error
    elif request.method == "POST":
        form = ProfileForm(request.POST, language=shown)
        if form.is_valid():
            given = form.cleaned_data
            chosen = given["shown_language"]
            services.change_user(
                user=user.key,
                full_name=given["full_name"],
                email=given["email"],
                language=chosen,
                by=actor,
            )
            return HttpResponseRedirect(reverse("profile", kwargs={"language": chosen}))
    return render(
        request,
        "accounts/profile.html",
        {
            "user_view": user,
            "form": form,
            "token_form": token_form,
            "tokens": list_tokens(by=actor),
            "secret": secret,
            "problem": problem,
            "has_second_factor": _has_second_factor(request),
        },
        status=422 if problem or form.errors or token_form.errors else 200,
    )


def _has_second_factor(request: HttpRequest) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(request.user))


@require_POST
def revoke_token(request: HttpRequest, language: str, key: int) -> HttpResponse:
    """Make one of one's keys useless."""
    services.revoke_token(token=key, by=actor_for(request))
    return HttpResponseRedirect(reverse("profile", kwargs={"language": language}))


def users(request: HttpRequest, language: str) -> HttpResponse:
    """List those one manages, and make new ones."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, {"sok", "rolle"})
    role = _role(request.GET.get("rolle") or "")
    found = list_users(by=actor, search=request.GET.get("sok") or "", role=role)
    form = UserForm(request.POST or None, language=language_of(request))
    problem: HjemmelError | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key = services.create_user(
                **{**given, "password": given["password"] or None},
                municipality=_where_users_are_managed(request),
                by=actor,
            )
            return HttpResponseRedirect(
                reverse("users-one", kwargs={"language": language, "key": key})
            )
        except HjemmelError as error:
            problem = error
    return render(
        request,
        "accounts/users.html",
        {
            "users": found,
            "roles": list(Role),
            "chosen_role": role,
            "search": request.GET.get("sok") or "",
            "form": form,
            "problem": problem,
            "opens": [(p, [r for r in Role if p in OPENS[r]]) for p in Permission],
        },
        status=422 if problem or form.errors else 200,
    )


def user(request: HttpRequest, language: str, key: int) -> HttpResponse:
    """Show a user with her roles; give, take, set a password, open and close."""
    actor = actor_for(request)
    refuse_what_is_ignored(request, set())
    if actor.municipalities(Permission.MANAGE_USERS) == frozenset():
        actor.require(Permission.MANAGE_USERS)
    shown = get_user(key, by=actor)
    form = _grant_form(request, actor)
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            form = _act_on(request, key, form)
            if not form.errors:
                return HttpResponseRedirect(request.path)
        except HjemmelError as error:
            problem = error
    managed = list_municipalities(by=actor, permission=Permission.MANAGE_USERS)
    context = {"shown": shown, "form": form, "problem": problem, "managed": managed}
    return render(
        request, "accounts/user.html", context, status=422 if problem or form.errors else 200
    )


def _grant_form(request: HttpRequest, actor: Actor, given: QueryDict | None = None) -> GrantForm:
    """Return the form of a role, with the places, centres and doctors that one manages users of."""
    shown = language_of(request)
    managed = Permission.MANAGE_USERS
    places = [(str(m.key), m.name) for m in list_municipalities(by=actor, permission=managed)]
    if actor.municipalities(managed) is None:
        places.append((_EVERYWHERE, Text("Overalt", "Everywhere").in_language(shown)))
    return GrantForm(
        given,
        language=shown,
        places=places,
        centres=[(str(k), name) for k, name in list_centre_names(by=actor, permission=managed)],
        doctors=[(str(k), name) for k, name in list_doctor_names(by=actor, permission=managed)],
    )


def _act_on(request: HttpRequest, key: int, form: GrantForm) -> GrantForm:
    actor = actor_for(request)
    what = request.POST.get("what")
    if what == "grant":
        form = _grant_form(request, actor, request.POST)
        if form.is_valid():
            given = form.cleaned_data
            where = given["municipality"]
            services.grant_role(
                user=key,
                role=Role(given["role"]),
                municipality=None if where == _EVERYWHERE else int(where),
                centre=int(given["centre"]) if given["centre"] else None,
                doctor=int(given["doctor"]) if given["doctor"] else None,
                by=actor,
            )
    elif what == "tie":
        tie_to_resident(
            user=key,
            national_id=request.POST.get("national_id") or "",
            municipality=_whole(request.POST.get("municipality")),
            by=actor,
        )
    elif what == "revoke":
        services.revoke_role(grant=_whole(request.POST.get("grant")), by=actor)
    elif what == "password":
        services.set_password(user=key, password=request.POST.get("password") or "", by=actor)
    elif what in ("open", "close"):
        services.change_user(user=key, is_active=what == "open", by=actor)
    else:
        raise InputError(
            Text("Ukjent handling.", "Unknown action."),
            where="what",
            remedy=Text("Bruk knappene på siden.", "Use the buttons of the page."),
        )
    return form


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _role(value: str) -> Role | None:
    if not value:
        return None
    try:
        return Role(value)
    except ValueError:
        raise InputError(
            Text(f"Ukjent rolle «{value[:40]}».", f"Unknown role “{value[:40]}”."),
            where="rolle",
            remedy=Text("Velg en fra listen.", "Choose one from the list."),
        ) from None


def _where_users_are_managed(request: HttpRequest) -> int | None:
    """Return a municipality where one manages users; none when it is everywhere."""
    places = actor_for(request).municipalities(Permission.MANAGE_USERS)
    return None if places is None else next(iter(sorted(places)), 0)
