"""One request to each operation of the API about documents, with what it answers."""

from __future__ import annotations

from datetime import date

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.documents.choices import DocumentChoice
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.services.documents import make_document
from hjemmel.apps.plan.fields import PlanFields
from hjemmel.apps.plan.services.copying import make_from_example
from tests.api.conftest import PLACE
from tests.api.example import Example

_BY = system("test")
_DAY = date(2023, 12, 31)


def document_examples(municipality: int) -> dict[str, Example]:
    """Return an example of each operation, by verb and path of the description."""
    fields = PlanFields(
        name="of-documents", title="Prøveplan", first=date(2024, 1, 1), last=date(2029, 1, 1)
    )
    plan = make_from_example(
        municipality=municipality, example="trondheim-2024", fields=fields, by=_BY
    )
    choice = DocumentChoice(kind=DocumentKind.COUNCIL_CASE)
    made = make_document(plan=plan, choice=choice, made_on=_DAY, by=_BY)
    at, text = f"{PLACE}/documents/{made}", f"{PLACE}/document-texts/case/nn"
    written = {"title": "Sak: {plan}", "body": "## Økonomi\n\n{sum_tiltak}", "version": 0}
    whole = "/municipalities/{number}"
    return {
        f"GET {whole}/documents": Example(f"{PLACE}/documents?plan={plan}"),
        f"POST {whole}/documents": Example(
            f"{PLACE}/documents", 201, {"plan": plan, "kind": "plan", "as_of": "2023-12-31"}
        ),
        f"GET {whole}/documents/{{key}}": Example(at),
        f"GET {whole}/documents/{{key}}/differences": Example(f"{at}/differences"),
        f"GET {whole}/documents/{{key}}/files/{{form}}": Example(f"{at}/files/html"),
        f"POST {whole}/documents/{{key}}/release": Example(f"{at}/release", 200),
        f"GET {whole}/document-texts/{{kind}}/{{language}}": Example(text),
        f"POST {whole}/document-texts/{{kind}}/{{language}}": Example(text, 200, written),
    }
