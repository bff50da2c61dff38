"""Letters as files; without a purpose, ask for it first. No name stands in an address or a file name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.selectors.letters import letter_pdf, letters_pdf, letters_zip
from hjemmel.kernel.errors import HjemmelError
from hjemmel.web.letters.words import source_in
from hjemmel.web.register import RegisterAsked, asked_of_register
from hjemmel.web.work.looks import look_of, remember_look

_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@never_cache
def letter(request: HttpRequest, language: str, case: str, key: int) -> HttpResponse:
    """Send one letter as PDF."""
    asked = asked_of_register(request, case, Permission.SEE_RESIDENTS)
    purpose = _purpose(request, asked)
    if isinstance(purpose, HttpResponse):
        return purpose
    made = letter_pdf(key, asked.municipality, by=asked.actor, purpose=purpose)
    return _file(made, f"hjemmel-brev-{key}", "pdf")


@never_cache
def batch(
    request: HttpRequest, language: str, case: str, about: str, number: int, form: str
) -> HttpResponse:
    """Send all letters of a round, a cut-over, a reduction or a list, as one PDF or one each."""
    asked = asked_of_register(request, case, Permission.RUN_LISTS)
    source = source_in(about)
    purpose = _purpose(request, asked)
    if isinstance(purpose, HttpResponse):
        return purpose
    write = letters_zip if form == "zip" else letters_pdf
    made = write(source, number, asked.municipality, by=asked.actor, purpose=purpose)
    return _file(made, f"hjemmel-brev-{about}-{number}", form)


def _purpose(request: HttpRequest, asked: RegisterAsked) -> str | HttpResponse:
    """Return the purpose given on the pages of the work a while ago, or the page that asks for it."""
    problem: HjemmelError | None = None
    if request.method == "POST":
        try:
            remember_look(request, asked)
            return HttpResponseRedirect(request.get_full_path())
        except HjemmelError as error:
            problem = error
    look = look_of(request, asked)
    if look.purpose and problem is None:
        return look.purpose
    context = {"asked": asked, "purposes": look.purposes, "problem": problem}
    return render(request, "residents/purpose.html", context, status=422 if problem else 200)


def _file(made: bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(made, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
