"""What a placement's team and the one in the post have done, and the courses the coordinator keeps."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.people import signed_in
from common.errors import DomainError
from common.notices import notify
from peersupport.forms.training import CourseForm, TrainingForm
from peersupport.models import Placement
from peersupport.queries import training as queries
from peersupport.services import training as services
from peersupport.views.access import for_placement
from peersupport.views.support import asked, back_to, pressed
from proposals.forms.shared import submitted

_MANAGE = "peersupport.manage_placement"
_MAINTAIN = "peersupport.maintain_courses"
_PART = "training"


@for_placement("peersupport.view_placement")
@require_safe
def training(request: HttpRequest, placement: Placement) -> HttpResponse:
    """What has been done here, and rounds that begin."""
    page = queries.training_page(placement, signed_in(request))
    return render(request, "peersupport/training.html", {"page": page, "placement": placement})


@for_placement(_MANAGE)
def add(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Note that a course has been done."""
    user = signed_in(request)
    form = TrainingForm(request.POST or None, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.record_training(
            placement, form.cleaned_data["course"], form.cleaned_data["who"], form.facts, actor=user
        ),
        part=_PART,
        heading="Ny genomförd utbildning",
        words="Utbildningen står på listan.",
    )


@for_placement(_MANAGE)
def edit(request: HttpRequest, placement: Placement, training: int) -> HttpResponse:
    """Change when it was done, or when it should be refreshed."""
    user = signed_in(request)
    row = queries.training_of(placement, training)
    form = TrainingForm(request.POST or None, training=row, cancel_url=back_to(_PART, placement))
    return asked(
        request,
        placement,
        form,
        lambda: services.edit_training(
            row, form.facts, expected_version=form.cleaned_data["version"] or 0, actor=user
        ),
        part=_PART,
        heading="Ändra utbildningen",
        words="Ändringen är sparad.",
        version_now=lambda: queries.training_of(placement, training).version,
        about=f"{row.get_who_display()}: {row.course}",
        remove_url=reverse("peersupport:training_remove", args=[placement.pk, row.pk]),
    )


@for_placement(_MANAGE)
@require_POST
def remove(request: HttpRequest, placement: Placement, training: int) -> HttpResponse:
    """Take it off the list."""
    row, user = queries.training_of(placement, training), signed_in(request)
    return pressed(
        request,
        placement,
        lambda: services.remove_training(row, actor=user),
        part=_PART,
        words="Utbildningen är borttagen från listan.",
    )


@permission_required(_MAINTAIN, raise_exception=True)
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Every round of every course, in numbers."""
    page = queries.course_list(request.GET.get("sida", ""))
    return render(request, "peersupport/courses.html", {"page": page})


@permission_required(_MAINTAIN, raise_exception=True)
def course_add(request: HttpRequest) -> HttpResponse:
    """Enter one round of a course."""
    user, back = signed_in(request), reverse("peersupport:courses")
    form = CourseForm(request.POST or None, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        if submitted(form, lambda: services.create_course(form.facts, form_key=key, actor=user)):
            notify(request, "Utbildningen är inlagd.")
            return redirect(back)
    return render(request, "peersupport/course_form.html", {"form": form, "heading": "Ny utbildning"})


@permission_required(_MAINTAIN, raise_exception=True)
def course_edit(request: HttpRequest, course: int) -> HttpResponse:
    """Change a course: most often its numbers."""
    user, back = signed_in(request), reverse("peersupport:courses")
    row = get_object_or_404(queries.courses(), pk=course)
    form = CourseForm(request.POST or None, course=row, cancel_url=back)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        if submitted(
            form,
            lambda: services.edit_course(row, form.facts, expected_version=version, actor=user),
            lambda: queries.courses().get(pk=course).version,
        ):
            notify(request, "Utbildningen är ändrad.")
            return redirect(back)
    context = {"form": form, "heading": "Ändra utbildningen", "course": row}
    return render(request, "peersupport/course_form.html", context)


@permission_required(_MAINTAIN, raise_exception=True)
@require_POST
def course_remove(request: HttpRequest, course: int) -> HttpResponse:
    """Take away a course that was entered by mistake."""
    row = get_object_or_404(queries.courses(), pk=course)
    try:
        services.remove_course(row, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("peersupport:course_edit", row.pk)
    notify(request, "Utbildningen är borttagen.")
    return redirect("peersupport:courses")
