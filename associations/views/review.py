"""The coordinator's pages: answer proposals, list and unlist, reports, confirmation dates."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from associations import services
from associations.forms.work import NewAssociationForm, PostponeForm, RejectForm
from associations.models import Association, ErrorReport
from associations.queries import rows, work
from associations.views.access import for_association, posted_number, wanted_state
from associations.views.own import work_url
from common import trail
from common.errors import DomainError
from common.notices import notify


@permission_required("associations.maintain", raise_exception=True)
def create(request: HttpRequest) -> HttpResponse:
    """Add an association; its facts follow on the next page."""
    form = NewAssociationForm(request.POST or None, cancel_url=reverse("associations:work"))
    if request.method == "POST" and form.is_valid():
        try:
            association = services.create_association(form.cleaned_data["name"], actor=signed_in(request))
        except DomainError as error:
            form.add_error("name", error.message)
        else:
            notify(request, "Föreningen finns nu som utkast. Fyll i det ni vet. Den visas när du publicerar.")
            return redirect("associations:edit_entry", association.slug)
    return render(request, "associations/work/create.html", {"form": form})


@for_association("associations.maintain")
def proposal(request: HttpRequest, association: Association) -> HttpResponse:
    """Show what is public beside what is proposed."""
    waiting = association.versions.waiting().first()
    context = {
        "association": association,
        "waiting": waiting,
        "rows": work.diff_rows(association, waiting) if waiting else [],
        "who": work.actor_names({waiting.actor_id}).get(waiting.actor_id, "") if waiting else "",
        "form": RejectForm(
            action=reverse("associations:reject", args=[association.slug]),
            initial={"number": waiting.number if waiting else None},
        ),
    }
    return render(request, "associations/work/proposal.html", context)


@for_association("associations.maintain")
@require_POST
def approve(request: HttpRequest, association: Association) -> HttpResponse:
    """Publish the proposal the coordinator looked at."""
    found = get_object_or_404(
        rows.visible_versions(request.user),
        association=association,
        number=posted_number(request, "number"),
    )
    try:
        services.approve_entry_change(found, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
        return redirect("associations:proposal", association.slug)
    notify(request, "Ändringen är godkänd. Föreningen får ett brev om det.")
    return redirect(work_url(association))


@for_association("associations.maintain")
@require_POST
def reject(request: HttpRequest, association: Association) -> HttpResponse:
    """Send the proposal back with an answer."""
    action = reverse("associations:reject", args=[association.slug])
    waiting = association.versions.waiting().first()
    seen = posted_number(request, "number")
    if waiting and seen and seen != waiting.number:
        notify(request, "Föreningen har skickat ett nytt förslag. Läs det och svara sedan.", mind=True)
        return redirect("associations:proposal", association.slug)
    form = RejectForm(request.POST, action=action)
    if waiting and form.is_valid():
        try:
            services.reject_entry_change(waiting, actor=signed_in(request), note=form.cleaned_data["note"])
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            notify(request, "Svaret är skickat. Sidan visas som förut.")
        return redirect(work_url(association))
    shown = work.diff_rows(association, waiting) if waiting else []
    context = {"association": association, "waiting": waiting, "form": form, "rows": shown}
    return render(request, "associations/work/proposal.html", context)


@for_association("associations.maintain")
@require_POST
def set_status(request: HttpRequest, association: Association) -> HttpResponse:
    """Show the entry to everybody or take it down, as ``?till=`` says: pressed twice it stays so."""
    shown = wanted_state(request, "visas", "dold")
    move = services.list_association if shown else services.unlist_association
    words = "Sidan visas nu för alla." if shown else "Sidan visas inte längre någonstans."
    try:
        if association.is_public != shown:
            move(association, actor=signed_in(request))
        undo = reverse("associations:set_status", args=[association.slug])
        notify(request, words, undo_url=f"{undo}?till={'dold' if shown else 'visas'}")
    except DomainError as error:
        notify(request, error.message, mind=True)
    return redirect(work_url(association))


@for_association("associations.maintain")
@require_POST
def set_trusted(request: HttpRequest, association: Association) -> HttpResponse:
    """Let the association publish by itself, or no longer, as ``?till=`` says."""
    trusted = wanted_state(request, "betrodd", "granskas")
    services.set_trusted(association, trusted, actor=signed_in(request))
    words = (
        "publicerar nu sina ändringar och aktiviteter direkt"
        if trusted
        else "skickar nu ändringar för granskning"
    )
    undo = reverse("associations:set_trusted", args=[association.slug])
    notify(request, f"Föreningen {words}.", undo_url=f"{undo}?till={'granskas' if trusted else 'betrodd'}")
    return redirect(work_url(association))


@permission_required("associations.maintain", raise_exception=True)
def reports(request: HttpRequest) -> HttpResponse:
    """Show what visitors say is wrong."""
    trail.record_listed("open_reports", ErrorReport, actor=signed_in(request))
    return render(request, "associations/work/reports.html", {"reports": work.open_reports()})


@permission_required("associations.maintain", raise_exception=True)
@require_POST
def handle_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a report as taken care of; ``angra`` in the address undoes it."""
    report = get_object_or_404(rows.visible_reports(request.user), pk=pk)
    if "angra" in request.GET:
        services.reopen_report(report, actor=signed_in(request))
        notify(request, "Meddelandet är tillbaka i listan.")
    else:
        services.handle_report(report, actor=signed_in(request))
        undo = f"{reverse('associations:handle_report', args=[pk])}?angra=1"
        notify(request, "Meddelandet är klart.", undo_url=undo)
    return redirect("associations:reports")


@permission_required("associations.maintain", raise_exception=True)
def rounds(request: HttpRequest) -> HttpResponse:
    """Show every open yearly question with its dates."""
    return render(request, "associations/work/rounds.html", {"rounds": work.open_rounds()})


@permission_required("associations.maintain", raise_exception=True)
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a round's next step, and what follows, to a later day."""
    round_ = get_object_or_404(rows.visible_rounds(request.user), pk=pk)
    form = PostponeForm(
        request.POST or None,
        initial={"version": round_.version, "until": round_.next_on},
        cancel_url=reverse("associations:rounds"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.postpone_round(
                round_,
                form.cleaned_data["until"],
                expected_version=form.cleaned_data["version"],
                actor=signed_in(request),
            )
        except DomainError as error:
            round_.refresh_from_db()
            form.refuse(error, version=round_.version)
        else:
            notify(request, "Datumen är flyttade.")
            return redirect("associations:rounds")
    return render(request, "associations/work/postpone.html", {"round": round_, "form": form})
