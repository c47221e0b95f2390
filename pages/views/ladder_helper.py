"""What kind of participation is this?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.page_cache import cached_page
from common.participation import NOT_A_SCORE
from pages.checklist.ladder import NAMES, LadderHelperForm


@cached_page(rooms=("pages",), params=NAMES)
@login_not_required
@require_safe
def ladder_helper(request: HttpRequest) -> HttpResponse:
    """Four questions, and the step that the answers in the address lead to."""
    asked = any(name in request.GET for name in NAMES)
    form = LadderHelperForm(request.GET if asked else None)
    context = {
        "form": form,
        "answer": form.answer if asked and form.is_valid() else None,
        "not_a_score": NOT_A_SCORE,
    }
    return render(request, "pages/ladder_helper.html", context)
