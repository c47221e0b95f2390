"""Pages for those who keep an entry: representatives, and the coordinator on their behalf."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from associations import services
from associations.facts import EntryFacts, facts_of
from associations.forms.entry import EntryForm
from associations.models import Association
from associations.queries import rows, work
from associations.queries.entry import preview_entry
from associations.views.access import for_association, posted_number
from common.errors import DomainError
from common.notices import notify


@permission_required("associations.work", raise_exception=True)
def work_home(request: HttpRequest) -> HttpResponse:
    """Lead to one's own page; the coordinator gets the whole list."""
    user = signed_in(request)
    if user.has_perm("associations.maintain"):
        part = request.GET.get("visa", "")
        words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        page = {
            "rows": work.work_rows(words, part),
            "parts": work.part_counts(),
            "part": part,
            "words": words,
        }
        return render(request, "associations/work/list.html", page)
    own = rows.own_associations(user)
    if len(own) == 1:
        return redirect("associations:own_page", own[0].slug)
    return render(request, "associations/work/own_list.html", {"associations": own})


@for_association("associations.edit_entry")
def own_page(request: HttpRequest, association: Association) -> HttpResponse:
    """Show the entry as everybody sees it, what waits, and what can be done."""
    return render(request, "associations/work/own_page.html", {"page": work.own_page(association)})


@for_association("associations.edit_entry")
def edit_entry(request: HttpRequest, association: Association) -> HttpResponse:
    """Change the facts: preview, propose, or publish where one may."""
    user = signed_in(request)
    publishes = user.has_perm("associations.publish_entry", association)
    form = EntryForm(
        request.POST or None,
        cancel_url=work_url(association),
        publishes=publishes,
        facts=work.starting_facts(association, user),
        initial={"version": association.version},
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = preview_entry(form.facts, association)
        elif _saved(request, association, form, publishes=publishes):
            return redirect(work_url(association))
    context = {"association": association, "form": form, "preview": preview, "publishes": publishes}
    return render(request, "associations/work/edit_entry.html", context)


@for_association("associations.edit_entry")
def history(request: HttpRequest, association: Association) -> HttpResponse:
    """Show every version of the entry."""
    context = {"association": association, "rows": work.history(association)}
    return render(request, "associations/work/history.html", context)


@for_association("associations.edit_entry")
def version(request: HttpRequest, association: Association, number: int) -> HttpResponse:
    """Show how an older version differs from what is public now, with a way to bring it back."""
    found = get_object_or_404(rows.visible_versions(request.user), association=association, number=number)
    if request.method == "POST":
        try:
            services.restore_version(
                found, expected_version=posted_number(request, "version"), actor=signed_in(request)
            )
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            notify(request, f"Version {number} är framtagen igen.")
        return redirect(work_url(association))
    differing = work.compared(EntryFacts.from_json(found.facts), facts_of(association))
    context = {"association": association, "version": found, "rows": differing}
    return render(request, "associations/work/version.html", context)


@for_association("associations.edit_entry")
@require_POST
def withdraw(request: HttpRequest, association: Association) -> HttpResponse:
    """Take back the proposal that waits."""
    waiting = get_object_or_404(rows.visible_versions(request.user).waiting(), association=association)
    try:
        services.withdraw_entry_change(waiting, actor=signed_in(request))
        notify(request, "Förslaget är tillbakadraget. Sidan visas som förut.")
    except DomainError as error:
        notify(request, error.message, mind=True)
    return redirect(work_url(association))


@for_association("associations.confirm")
@require_POST
def confirm(request: HttpRequest, association: Association) -> HttpResponse:
    """Say that everything on the page is right today."""
    services.confirm_entry(association, actor=signed_in(request))
    notify(request, "Tack. Uppgifterna är bekräftade i dag, och vi frågar igen om ett år.")
    return redirect(work_url(association))


def work_url(association: Association) -> str:
    """Return the address of an association's page in the workspace."""
    return reverse("associations:own_page", args=[association.slug])


def _saved(request: HttpRequest, association: Association, form: EntryForm, *, publishes: bool) -> bool:
    """Save and say what happens next; put the service's words in the form when it refuses."""
    try:
        services.propose_entry_change(
            association,
            form.facts,
            expected_version=form.cleaned_data["version"],
            actor=signed_in(request),
        )
    except DomainError as error:
        association.refresh_from_db(fields=["version"])
        form.refuse(error, version=association.version)
        return False
    if publishes:
        notify(
            request,
            "Ändringarna är sparade." if not association.is_public else "Ändringarna visas nu för alla.",
        )
    else:
        notify(
            request,
            "Tack. Samordnaren har fått era ändringar och svarar oftast inom två arbetsdagar. "
            "Till dess visas sidan som förut.",
        )
    return True
