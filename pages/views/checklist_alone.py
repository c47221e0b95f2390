"""The checklist for anybody: what is typed is shown, made into a file if one wants, and forgotten.

The forms carry no token: nothing is written, so there is nothing for another site to misuse, and no cookie is needed.
"""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from common.page_cache import cached_page
from common.rate_limit import may_again
from common.swedish import today
from pages.checklist.forms import AloneForm
from pages.checklist.pdf import alone_pdf
from pages.checklist.result import result_of

#: Files one address may have made in an hour: a whole workshop, not a robot.
FILES = 60


@cached_page(rooms=("pages",))
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def checklist_alone(request: HttpRequest) -> HttpResponse:
    """The empty form, or what was typed as a result to print."""
    if request.method == "POST":
        return _answered(request)
    return render(request, "pages/checklist/alone.html", {"form": AloneForm()})


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def checklist_alone_pdf(request: HttpRequest) -> HttpResponse:
    """The result as a file, made now and kept nowhere."""
    form = AloneForm(request.POST)
    if not form.is_valid():
        return render(request, "pages/checklist/alone.html", {"form": form}, status=400)
    if not may_again(request, "checklist_pdf", limit=FILES, per=timedelta(hours=1)):
        return render(request, "429.html", status=429)
    content = alone_pdf(result_of(form.said, project=form.cleaned_data["project"], day=today()))
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="checklista.pdf"'},
    )


@never_cache
def _answered(request: HttpRequest) -> HttpResponse:
    try:
        form = AloneForm(request.POST)
    except RequestDataTooBig:
        return render(
            request, "pages/checklist/alone.html", {"form": AloneForm(), "too_long": True}, status=413
        )
    if "andra" in request.POST or not form.is_valid():
        return render(request, "pages/checklist/alone.html", {"form": form})
    result = result_of(form.said, project=form.cleaned_data["project"], day=today())
    return render(
        request,
        "pages/checklist/alone_result.html",
        {"result": result, "pairs": form.pairs, "may_save": request.user.has_perm("pages.save_checklist")},
    )
