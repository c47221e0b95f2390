"""Contact persons and representatives."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.people import signed_in
from accounts.services import offer_role
from associations import services
from associations.forms.work import ContactPersonForm, RepresentativeForm
from associations.models import Association, ContactPerson
from associations.queries import work
from associations.queries.entry import Contact, preview_contact
from associations.queries.rows import visible_contacts
from associations.views.access import for_association
from common import trail
from common.errors import DomainError
from common.notices import notify


@for_association("associations.edit_entry")
def contacts(request: HttpRequest, association: Association) -> HttpResponse:
    """Show the contact persons and exactly what the public sees of each."""
    people = [(one, preview_contact(one)) for one in association.contact_persons.all()]
    for one, _ in people:
        trail.record_opened(one, actor=signed_in(request))
    context = {"association": association, "people": people}
    return render(request, "associations/work/contacts.html", context)


@for_association("associations.edit_entry")
def edit_contact(request: HttpRequest, association: Association, pk: int | None = None) -> HttpResponse:
    """Add or change a contact person, with a preview of what would be shown."""
    visible = visible_contacts(request.user)
    person = get_object_or_404(visible, association=association, pk=pk) if pk else None
    if person is not None and request.method == "GET":
        trail.record_opened(person, actor=signed_in(request))
    form = ContactPersonForm(request.POST or None, person=person, cancel_url=_contacts_url(association))
    preview: Contact | None = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = preview_contact(form.details)
        elif _contact_saved(request, association, person, form):
            return redirect(_contacts_url(association))
    context: dict[str, Any] = {"association": association, "person": person, "form": form}
    context |= {"preview": preview, "is_preview": "preview" in request.POST and form.is_valid()}
    return render(request, "associations/work/edit_contact.html", context)


@for_association("associations.edit_entry")
@require_POST
def hide_contact(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Take every detail of a contact person down."""
    person = get_object_or_404(visible_contacts(request.user), association=association, pk=pk)
    try:
        services.hide_contact_person(person, actor=signed_in(request))
    except DomainError as error:
        notify(request, error.message, mind=True)
    else:
        notify(request, "Inget om personen visas längre. Uppgifterna finns kvar här hos er.")
    return redirect(_contacts_url(association))


@for_association("associations.edit_entry")
def remove_contact(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """Ask once, then delete for good."""
    person = get_object_or_404(visible_contacts(request.user), association=association, pk=pk)
    if request.method == "POST":
        try:
            services.remove_contact_person(person, actor=signed_in(request))
        except DomainError as error:
            notify(request, error.message, mind=True)
        else:
            notify(request, "Kontaktpersonen är borttagen.")
        return redirect(_contacts_url(association))
    context = {"association": association, "person": person}
    return render(request, "associations/work/remove_contact.html", context)


@for_association("associations.maintain")
def representatives(request: HttpRequest, association: Association) -> HttpResponse:
    """Show who keeps the entry, and let the coordinator add somebody."""
    form = RepresentativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        offer = {"role": "association_representative", "scope": str(association.pk)}
        try:
            offer_role(form.cleaned_data["email"], **offer, actor=signed_in(request))
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            notify(
                request, "Klart. Den som har ett konto sköter sidan nu. Annars har vi skickat en inbjudan."
            )
            return redirect("associations:representatives", association.slug)
    context = {
        "association": association,
        "representatives": work.current_representatives(association),
        "form": form,
    }
    return render(request, "associations/work/representatives.html", context)


@for_association("associations.maintain")
@require_POST
def end_representation(request: HttpRequest, association: Association, pk: int) -> HttpResponse:
    """End somebody's task; ``angra`` in the address gives it back."""
    representative = get_object_or_404(association.representatives.select_related("user"), pk=pk)
    actor = signed_in(request)
    if "angra" in request.GET:
        services.give_representation(representative.user, association, actor=actor)
        notify(request, f"{representative.user.name} sköter sidan igen.")
    else:
        services.end_representation(representative, actor=actor)
        undo = f"{reverse('associations:end_representation', args=[association.slug, pk])}?angra=1"
        notify(request, f"{representative.user.name} sköter inte längre sidan.", undo_url=undo)
    return redirect("associations:representatives", association.slug)


def _contacts_url(association: Association) -> str:
    return reverse("associations:contacts", args=[association.slug])


@transaction.atomic
def _contact_saved(
    request: HttpRequest, association: Association, person: ContactPerson | None, form: ContactPersonForm
) -> bool:
    actor = signed_in(request)
    try:
        if person is None:
            services.add_contact_person(association, form.details, actor=actor)
        else:
            services.edit_contact_person(
                person, form.details, expected_version=form.cleaned_data["version"], actor=actor
            )
    except DomainError as error:
        if person is not None:
            person.refresh_from_db()
        form.refuse(error, version=person.version if person else None)
        return False
    notify(request, "Kontaktpersonen är sparad. Du ser här vad som visas för alla.")
    return True
