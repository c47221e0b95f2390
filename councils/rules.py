"""Who may do what in a council. ``subject`` is a council, or something that belongs to one (it leads to ``.council``).

The secretary and the chair run it, members take part, associations appoint. Draft minutes, internal notes, contact
data, needs and claims are each a permission of their own.
"""

from typing import Any

import rules

from accounts.holdings import held
from accounts.rules import is_administrator, is_coordinator
from associations.rules import represented_ids
from organisations.rules import held_unit_ids

#: Sits in a council: chair, members, substitutes and the co-opted.
_RUNS = "chair"
_DIALOGUE = "dialogue_area"


def council_of(subject: Any) -> Any:
    """Return the council that ``subject`` is or belongs to."""
    for step in ("council", "meeting", "item", "minutes", "invitation", "mandate"):
        if hasattr(subject, step):
            return council_of(getattr(subject, step))
    return subject


def mandate_rows(user: Any) -> list[dict[str, Any]]:
    """Return the mandates ``user`` holds today: id, council, role, association."""
    return held(user, "councils.mandates")


def member_council_ids(user: Any) -> frozenset[int]:
    """Return the councils ``user`` sits in today, in any role."""
    return frozenset(row["council"] for row in mandate_rows(user))


def secretary_council_ids(user: Any) -> frozenset[int]:
    return frozenset(row["council"] for row in held(user, "councils.offices"))


def office_council_ids(user: Any) -> frozenset[int]:
    """Return the councils ``user`` runs: as secretary or chair."""
    chaired = frozenset(row["council"] for row in mandate_rows(user) if row["role"] == _RUNS)
    return secretary_council_ids(user) | chaired


def read_principal_ids(user: Any) -> frozenset[int]:
    """Return the principals whose payroll lists ``user`` receives."""
    return frozenset(row["principal"] for row in held(user, "councils.payroll"))


@rules.predicate
def sits_in_council(user: Any, subject: Any) -> bool:
    return getattr(council_of(subject), "pk", None) in member_council_ids(user)


@rules.predicate
def is_secretary(user: Any, subject: Any) -> bool:
    return getattr(council_of(subject), "pk", None) in secretary_council_ids(user)


@rules.predicate
def is_chair(user: Any, subject: Any) -> bool:
    council = getattr(council_of(subject), "pk", None)
    return any(row["council"] == council and row["role"] == _RUNS for row in mandate_rows(user))


@rules.predicate
def runs_dialogue_meetings(user: Any) -> bool:
    """Secretary or chair of an area's dialogue meetings."""
    chaired = [row for row in mandate_rows(user) if row["role"] == _RUNS]
    return any(row["kind"] == _DIALOGUE for row in (*held(user, "councils.offices"), *chaired))


@rules.predicate
def has_council_work(user: Any) -> bool:
    return bool(member_council_ids(user) or secretary_council_ids(user))


@rules.predicate
def manages_some_taking_part_unit(user: Any) -> bool:
    """Manager of a unit that takes part in some council: finds its meetings."""
    return bool(held(user, "councils.taking_part"))


@rules.predicate
def represents_body(user: Any, subject: Any) -> bool:
    """The appointing association's representative: of a seat or a mandate."""
    return getattr(subject, "association_id", None) in represented_ids(user)


@rules.predicate
def represents_some_association(user: Any) -> bool:
    return bool(represented_ids(user))


@rules.predicate
def manages_taking_part_unit(user: Any, subject: Any) -> bool:
    """Manager of a unit that takes part in the council."""
    managed = held_unit_ids(user, "unit_manager")
    council = council_of(subject)
    return bool(managed) and any(unit.pk in managed for unit in council.units.all())


def answered_unit_ids(user: Any) -> frozenset[int]:
    """Return the units ``user`` is invited for: those managed, and those one is named to answer for."""
    named = {row["unit"] for row in held(user, "councils.answers_for") if row["unit"]}
    return held_unit_ids(user, "unit_manager") | named


def answered_municipality_ids(user: Any) -> frozenset[int]:
    """Return the municipalities whose principal ``user`` is named to answer for."""
    rows = held(user, "councils.answers_for")
    return frozenset(row["municipality"] for row in rows if row["municipality"])


@rules.predicate
def answers_for_invited(user: Any, subject: Any) -> bool:
    """Answers for an invited unit or municipality: ``services.dialogue_invited.Invited``."""
    if subject.unit is not None:
        return subject.unit.pk in answered_unit_ids(user)
    return subject.municipality is not None and subject.municipality.pk in answered_municipality_ids(user)


@rules.predicate
def is_invited_to_dialogue(user: Any, subject: Any) -> bool:
    """Answers for a unit or municipality that is invited to the dialogue meeting ``subject``."""
    units, towns = answered_unit_ids(user), answered_municipality_ids(user)
    dialogue = getattr(subject, "dialogue", None) if units or towns else None
    if dialogue is None:
        return False
    return any(one.pk in units for one in dialogue.units.all()) or any(
        one.pk in towns for one in dialogue.municipalities.all()
    )


@rules.predicate
def is_public_paper_of_invited(user: Any, subject: Any) -> bool:
    """A paper that anybody may read, of a dialogue meeting one is invited to."""
    return bool(subject.is_public) and is_invited_to_dialogue(user, subject.meeting)


@rules.predicate
def is_own(user: Any, subject: Any) -> bool:
    """The person's own mandate, invitation or claim."""
    mandate = getattr(subject, "mandate", subject)
    return getattr(mandate, "user_id", None) is not None and mandate.user_id == user.pk


@rules.predicate
def holds_on_the_day(user: Any, subject: Any) -> bool:
    """The mandate that an invitation goes to holds on the meeting's day."""
    mandate, day = subject.mandate, subject.meeting.day
    return bool(mandate.starts_on <= day and (mandate.ends_on is None or mandate.ends_on >= day))


@rules.predicate
def writes_for_another(user: Any, subject: Any) -> bool:
    """The coordinator types in what somebody without account claims on paper or by phone, and corrects what was sent."""
    mandate = getattr(subject, "mandate", subject)
    is_correction = getattr(subject, "corrects_id", None) is not None
    return mandate is not None and (is_correction or mandate.user_id is None) and is_coordinator(user)


@rules.predicate
def has_no_account(user: Any, subject: Any) -> bool:
    """The mandate is somebody's who has no account, and who isn't forgotten."""
    mandate = getattr(subject, "mandate", subject)
    return mandate.user_id is None and mandate.erased_at is None


@rules.predicate
def has_sat(user: Any) -> bool:
    """Sits, or has sat, in a council for an association: what is still to claim does not end with the mandate."""
    return bool(held(user, "councils.fees"))


@rules.predicate
def reads_payroll(user: Any, subject: Any) -> bool:
    return getattr(subject, "principal_id", None) in read_principal_ids(user)


@rules.predicate
def reads_some_payroll(user: Any) -> bool:
    return bool(read_principal_ids(user))


#: All councils: make, compose, pause, rate tables, the balance view, claims.
rules.add_perm("councils.oversee", is_coordinator)
rules.add_perm("councils.maintain_council", is_coordinator)
#: A dialogue meeting may agree that a paused council begins again (founding document 000): who runs it records that.
rules.add_perm("councils.resume_council", is_coordinator | runs_dialogue_meetings)
#: The working pages of some council.
rules.add_perm("councils.work", has_council_work | is_coordinator | is_administrator)
#: The list of meetings, in the navigation.
rules.add_perm("councils.find_meetings", has_council_work | manages_some_taking_part_unit)
rules.add_perm(
    "councils.view_council",
    sits_in_council
    | is_secretary
    | is_coordinator
    | is_administrator
    | manages_taking_part_unit
    | is_invited_to_dialogue,
)
#: Appoint to a seat or end a mandate: the association's representative, or the coordinator on written notice.
rules.add_perm("councils.appoint", represents_body | is_coordinator)
#: The ledger of one's own association's seats, or of all.
rules.add_perm("councils.see_mandates", represents_some_association | is_coordinator)
#: See contact data of a mandate, and put the telephone number right.
rules.add_perm("councils.view_contact", is_own | represents_body | is_secretary | is_chair | is_coordinator)
#: Name and address say whose mandate it is: for the person, and for whoever appoints.
rules.add_perm("councils.rename_holder", is_own | represents_body | is_coordinator)
#: The person's own tick that the name may be public, and nobody else's.
rules.add_perm("councils.publish_own_name", is_own)
#: Plan, call, keep papers and attendance.
rules.add_perm("councils.run_meeting", is_secretary | is_chair | is_coordinator)
#: Agenda and papers before they are public; the called see them.
rules.add_perm("councils.read_papers", sits_in_council | is_secretary | is_coordinator)
rules.add_perm(
    "councils.read_paper", sits_in_council | is_secretary | is_coordinator | is_public_paper_of_invited
)
#: Answer for a unit or a municipality that is invited to a dialogue meeting, and open its invitation.
rules.add_perm("councils.answer_as_invited", answers_for_invited)
rules.add_perm("councils.open_dialogue_invitation", is_invited_to_dialogue)
#: Whoever's mandate has ended by the meeting's day is called no longer.
rules.add_perm("councils.reply", is_own & holds_on_the_day)
#: Somebody answered by phone.
rules.add_perm("councils.reply_for", is_secretary | is_coordinator)
rules.add_perm("councils.view_needs", is_secretary | is_coordinator)
rules.add_perm(
    "councils.propose_item", sits_in_council | is_secretary | is_coordinator | represents_some_association
)
rules.add_perm("councils.set_agenda", is_secretary | is_chair | is_coordinator)
rules.add_perm("councils.take_notes", is_secretary | is_chair | is_coordinator)
rules.add_perm("councils.read_internal_notes", is_secretary | is_chair | is_coordinator)
#: Draft minutes: those who write them. Sent for views: everyone who sits in the council.
rules.add_perm("councils.write_minutes", is_secretary | is_chair | is_coordinator)
rules.add_perm("councils.give_views", sits_in_council)
rules.add_perm("councils.approve_minutes", sits_in_council)
#: Write down that somebody without account approved on paper or by phone.
rules.add_perm("councils.record_tick", is_coordinator)
#: The last tick approves the minutes, whoever wrote it down.
rules.add_perm("councils.settle_minutes", sits_in_council | is_coordinator)
rules.add_perm("councils.publish_minutes", is_secretary | is_chair | is_coordinator)
#: Fees.
rules.add_perm("councils.edit_rates", is_coordinator)
rules.add_perm("councils.have_fees", has_sat)
rules.add_perm("councils.claim", is_own | writes_for_another)
#: Say yes to what was agreed before the assignment: nobody but the person.
rules.add_perm("councils.accept_agreement", is_own)
#: Write down the answer of somebody without account, told on paper or by phone.
rules.add_perm("councils.record_agreement", is_coordinator & has_no_account)
#: Attest somebody else's claim; that it is not one's own is checked in the service, for coordinators who also sit.
rules.add_perm("councils.attest", is_coordinator)
rules.add_perm("councils.send_payroll", is_coordinator)
rules.add_perm("councils.read_payroll", reads_payroll | is_coordinator)
rules.add_perm("councils.receive_payroll", reads_payroll)
rules.add_perm("councils.payroll_work", reads_some_payroll)
