"""Pages with text that is looked at, for tests only: no such route exists in the portal."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from common.form_fields import CheckedText
from common.form_layout import ButtonRow, MainButton, PortalFormHelper
from common.readability import double_question, readability

PAGE = """{% extends "base_form.html" %}{% block title %}Prov{% endblock %}
{% block content %}<div class="page-head"><h1>Prov</h1></div>{% if sent %}<p role="status">Sparat.</p>{% endif %}
{% crispy form %}{% include "components/readability.html" with reading=reading double=double only %}{% endblock %}"""


class Notes(forms.Form):
    """A text with a limit and the operator's words, and one for the public without either."""

    text = CheckedText(label="Vad sa personen?", help_text="Skriv inga namn.", max_length=400)
    more = CheckedText(label="Något mer?", required=False)
    open_text = CheckedText(label="Vad vill du säga?", required=False, operator_words=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper("text", "more", "open_text", ButtonRow(MainButton("Spara")))


@login_not_required
def notes(request: HttpRequest) -> HttpResponse:
    """Show the form, filled with what was sent; keep nothing."""
    form = Notes(request.POST or None, initial={"text": request.GET.get("text", "")})
    text = request.POST.get("text", "")
    context = RequestContext(request)
    context.push(
        {"form": form, "sent": form.is_valid(), "reading": readability(text), "double": double_question(text)}
    )
    return HttpResponse(Template(PAGE).render(context))


urlpatterns = [
    path("prov/", notes),
    path("", include("common.urls")),
    path("logga-in/", notes, name="account_login"),
]
