"""Addresses of the pages of documents."""

from django.urls import path, register_converter

from hjemmel.apps.documents.writing import DocumentForm
from hjemmel.web.documents import document_views, file_views, plan_views, public_views, text_views


class FormConverter:
    """What kind of file a document is wanted as."""

    regex = "|".join(form.value for form in DocumentForm)

    def to_python(self, value: str) -> DocumentForm:
        """Return the form of an address."""
        return DocumentForm(value)

    def to_url(self, value: DocumentForm | str) -> str:
        """Return what stands for it in an address."""
        return value.value if isinstance(value, DocumentForm) else value


register_converter(FormConverter, "form")
_PLAN = "plan/<slug:plan>/dokumenter/"

urlpatterns = [
    path("dokumenter/", document_views.documents, name="plan-all-documents"),
    path("dokumenter/<int:key>/", document_views.document, name="plan-document"),
    path("dokumenter/<int:key>.<form:form>", file_views.document, name="plan-document-file"),
    path(
        "offentlige-dokumenter/<int:key>.<form:form>",
        public_views.document,
        name="public-document-file",
    ),
    path("dokumenter/tekster/<slug:kind>/", text_views.text, name="plan-document-text"),
    path(_PLAN, plan_views.documents, name="plan-documents"),
    path(f"{_PLAN}utkast/", plan_views.draft, name="plan-document-draft"),
    path(f"{_PLAN}utkast.<form:form>", file_views.draft, name="plan-document-draft-file"),
]
