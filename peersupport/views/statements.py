"""Where the manager, or the peer, answers an evaluation at an address of their own. Nothing tells who has opened it.

Below ``/svara/``, with its protection: no cookie, nothing in the log, nothing kept by the browser.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.errors import DomainError
from peersupport.forms.evaluations import StatementForm
from peersupport.queries.evaluations import statement_by
from peersupport.services import statements as services
from surveys.views.anonymous import anonymous_page


@anonymous_page
def statement(request: HttpRequest, code: str) -> HttpResponse:
    """The questions to one person, who is told first that the answer is not anonymous."""
    found = statement_by(code)
    form = StatementForm(request.POST if request.method == "POST" else None, statement=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.send_statement(found, form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            # Sent before, or just now: the page says the same.
            return redirect("peersupport_answers:statement", code=code)
    context = {"statement": found, "form": form, "is_over": not services.takes_answers(found)}
    return render(request, "peersupport/statement.html", context)
