"""Forms about users; their words are in the language of the page."""

from __future__ import annotations

from typing import Any

from django import forms

from hjemmel.apps.accounts.roles import Permission, Role
from hjemmel.kernel.text import Language, Text


class BilingualForm(forms.Form):
    """A form whose labels and help are pairs; ``words`` names them by field."""

    words: dict[str, Text] = {}
    help: dict[str, Text] = {}

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for name, field in self.fields.items():
            if name in self.words:
                field.label = self.words[name].in_language(language)
            if name in self.help:
                field.help_text = self.help[name].in_language(language)


class UserForm(BilingualForm):
    """A new user."""

    words = {
        "username": Text("Brukernavn", "User name"),
        "full_name": Text("Navn", "Name"),
        "email": Text("E-post", "E-mail"),
        "password": Text("Første passord", "First password"),
    }
    help = {
        "password": Text(
            "Minst 12 tegn. Tomt: hun logger inn med OpenID Connect.",
            "At least 12 characters. Empty: she signs in with OpenID Connect.",
        )
    }
    username = forms.CharField(max_length=100)
    full_name = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(required=False)
    password = forms.CharField(
        required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class ProfileForm(BilingualForm):
    """One's own name, address and language."""

    words = {
        "full_name": Text("Navn", "Name"),
        "email": Text("E-post", "E-mail"),
        "shown_language": Text("Språk", "Language"),
    }
    full_name = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(required=False)
    shown_language = forms.ChoiceField(choices=[("nb", "Norsk (bokmål)"), ("en", "English")])


class GrantForm(BilingualForm):
    """A role to give, and where; a resident is tied to herself by another form."""

    words = {
        "role": Text("Rolle", "Role"),
        "municipality": Text("Kommune", "Municipality"),
        "centre": Text(
            "Legesenter (for senterleder og fastlege)", "Centre (for centre leader and GP)"
        ),
        "doctor": Text("Lege (for fastlege)", "Doctor (for GP)"),
    }

    def __init__(
        self,
        *args: Any,
        places: list[tuple[str, str]],
        centres: list[tuple[str, str]],
        doctors: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=self.words["role"].in_language(self.language),
            choices=[
                (r.value, r.label.in_language(self.language))
                for r in Role
                if not r.is_bound_to_a_resident
            ],
        )
        self.fields["municipality"] = forms.ChoiceField(
            label=self.words["municipality"].in_language(self.language), choices=places
        )
        self.fields["centre"] = forms.ChoiceField(
            label=self.words["centre"].in_language(self.language),
            choices=[("", "–"), *centres],
            required=False,
        )
        self.fields["doctor"] = forms.ChoiceField(
            label=self.words["doctor"].in_language(self.language),
            choices=[("", "–"), *doctors],
            required=False,
        )


class TokenForm(BilingualForm):
    """A key for programs."""

    words = {
        "name": Text("Hva den er til", "What it is for"),
        "expires_on": Text("Utløper", "Expires"),
        "scopes": Text("Adgang", "Scopes"),
    }
    name = forms.CharField(max_length=100)
    expires_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, held: list[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"] = forms.MultipleChoiceField(
            label=self.words["scopes"].in_language(self.language),
            choices=[(p.value, p.label.in_language(self.language)) for p in held],
            widget=forms.CheckboxSelectMultiple,
        )
