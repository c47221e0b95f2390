"""An audit's own pages: list, overview, agreement, team, training, welfare, letters.

The names of documents and the words of the agreement are the same for all who may open them; what differs is who sees
counts, dates of interviews, the team, and who asked to talk.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.access.matrix import NOBODY, Route
from tests.access.world import AGREEMENT, KEEPERS, TEAM, World

COORDINATOR = frozenset({"coordinator"})
LEAD = frozenset({"audit_lead"})
PLANNERS = COORDINATOR | LEAD
COUNTS = TEAM | KEEPERS
MANAGERS = frozenset({"unit_manager"})
#: Whatever their unit: addressed by an audit or not.
ALL_MANAGERS = MANAGERS | {"other_unit_manager"}
#: Everybody who has an audit, a unit that can have one, or who keeps them all.
LISTERS = AGREEMENT | ALL_MANAGERS | {"other_auditor"}
OTHER = KEEPERS | {"other_auditor"}
#: Everybody else answers as if the enquiry weren't there.
ENQUIRY = KEEPERS


def _of(name: str, /, **more: Callable[[World], Any]) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[name].pk, **{key: find(world) for key, find in more.items()}}


_audit = _of("audit")
_interview = _of("audit", interview=lambda w: w.swap_interview.pk)


def _agreement_form(world: World) -> dict[str, Any]:
    return {
        "title": "Nytt namn",
        "version": 1,
        "reply_days": 20,
        "answer_days": 60,
        "follow_up_months": 6,
        "retention_months": 6,
    }


ROUTES = [
    Route("revisions:list", LISTERS),
    Route("revisions:list", LISTERS, query="?q=kanarie&fas=intervjuer", label="searched"),
    Route("revisions:new", COORDINATOR, data=_agreement_form),
    Route("revisions:order", ALL_MANAGERS, data=lambda w: {"unit": w.unit.pk, "title": "Bemötande"}),
    # --- training
    Route("revisions:training", COORDINATOR),
    Route("revisions:cohort_new", COORDINATOR),
    Route("revisions:cohort", COORDINATOR, _of("cohort")),
    Route("revisions:training_dates", COORDINATOR, _of("trained")),
    # --- one audit
    Route("revisions:audit", AGREEMENT, _audit),
    Route("revisions:audit", OTHER, _of("other_audit"), label="of others"),
    Route("revisions:audit", ENQUIRY, _of("enquiry"), label="enquiry"),
    Route("revisions:audit", KEEPERS, _of("cancelled_enquiry"), label="cancelled enquiry"),
    Route("revisions:audit", KEEPERS | MANAGERS, _of("cancelled_audit"), label="cancelled"),
    Route("revisions:move", PLANNERS, _audit, post_only=True, data=lambda w: {"target": "analysing"}),
    Route("revisions:cancel", PLANNERS, _audit),
    Route("revisions:presentation", PLANNERS, _audit),
    Route(
        "revisions:presentation_remove",
        PLANNERS,
        _of("audit", row=lambda w: w.told.pk),
        post_only=True,
    ),
    # --- the agreement
    Route("revisions:agreement", AGREEMENT, _audit),
    Route("revisions:agreement", OTHER, _of("other_audit"), label="of others"),
    Route("revisions:agreement", ENQUIRY, _of("enquiry"), label="enquiry"),
    Route("revisions:agreement_pdf", AGREEMENT, _audit),
    Route("revisions:agreement_pdf", OTHER, _of("other_audit"), label="of others"),
    Route("revisions:agreement_edit", PLANNERS, _audit, data=_agreement_form),
    Route("revisions:timetable", PLANNERS, _audit),
    Route("revisions:costs", PLANNERS, _audit),
    Route("revisions:contact", PLANNERS, _of("audit", row=lambda w: w.audit_unit.pk)),
    Route(
        "revisions:contact",
        NOBODY,
        _of("other_audit", row=lambda w: w.audit_unit.pk),
        label="through another audit",
    ),
    Route(
        "revisions:wishes",
        AGREEMENT,
        _audit,
        acts=frozenset({"commissioner", "unit_manager"}),
        data=lambda w: {"text": "Fråga om väntetid."},
    ),
    Route("revisions:wish_decide", TEAM, _of("audit", row=lambda w: w.wish.pk)),
    Route(
        "revisions:wish_decide",
        NOBODY,
        _of("other_audit", row=lambda w: w.wish.pk),
        label="through another audit",
    ),
    # --- the team
    Route("revisions:team", COUNTS, _audit),
    Route("revisions:team", OTHER, _of("other_audit"), label="of others"),
    Route("revisions:team_offer", COORDINATOR, _audit, post_only=True),
    Route("revisions:declare", TEAM, _audit, post_only=True),
    # Oneself, the lead and the coordinator.
    Route(
        "revisions:step_off",
        PLANNERS | {"auditor"},
        _of("audit", row=lambda w: w.auditor_membership.pk),
        post_only=True,
    ),
    Route(
        "revisions:step_off",
        PLANNERS,
        _of("audit", row=lambda w: w.second_membership.pk),
        post_only=True,
        label="another member",
    ),
    Route(
        "revisions:hand_over",
        PLANNERS,
        _of("audit", row=lambda w: w.auditor_membership.pk),
        post_only=True,
    ),
    Route(
        "revisions:commissioner_remove",
        PLANNERS,
        _of("audit", row=lambda w: w.audit_commissioner.pk),
        post_only=True,
    ),
    # --- welfare
    Route("revisions:talk", TEAM, _audit, post_only=True),
    Route("revisions:talk_done", LEAD, _of("audit", row=lambda w: w.talk.pk), post_only=True),
    Route("revisions:welfare", TEAM, _audit, acts=LEAD, data=lambda w: {"on": "2031-05-05"}),
    Route(
        "revisions:debrief_record",
        TEAM,
        _of("audit", row=lambda w: w.debrief.on.toordinal()),
        post_only=True,
        data=lambda w: {"held": "yes"},
    ),
    Route("revisions:swap_ask", TEAM, _interview, post_only=True),
    Route("revisions:swap_take", TEAM, _of("audit", row=lambda w: w.swap.pk), post_only=True),
    # --- letters
    Route("revisions:letters", AGREEMENT, _audit),
    Route("revisions:letters", OTHER, _of("other_audit"), label="of others"),
    Route("revisions:letter_pdf", AGREEMENT, _of("audit", name=lambda w: "brev-anvandare")),
    Route("revisions:letter_pdf", AGREEMENT, _of("audit", name=lambda w: "affisch-a4"), label="poster"),
    Route("revisions:letter_pdf", AGREEMENT, _of("audit", name=lambda w: "brev-personal"), label="staff"),
    Route("revisions:letter_pdf", NOBODY, _of("audit", name=lambda w: "finns-inte"), label="unknown"),
    Route("revisions:information", TEAM, _audit),
    Route("revisions:information", frozenset({"other_auditor"}), _of("other_audit"), label="of others"),
]


def plant(world: World) -> None:
    """What is agreed, the team's own matters, and audits that only some may know of."""
    from common.models import StatusChange
    from revisions.models import AuditUnit, UserAudit

    _plant_agreement(world)
    _plant_team(world)
    _plant_training(world)
    for name, status in (
        ("enquiry", "enquiry"),
        ("cancelled_enquiry", "cancelled"),
        ("cancelled_audit", "cancelled"),
    ):
        seers = KEEPERS | MANAGERS if name == "cancelled_audit" else KEEPERS
        audit = UserAudit.objects.create(
            title=f"Fråga {world.canary(f'title of {name}', seers)}",
            slug=name.replace("_", "-"),
            status=status,
            purpose=f"Vi undrar {world.canary(f'purpose of {name}', seers)}" if name == "enquiry" else "",
            cancelled_reason=world.canary(f"why {name} was cancelled", seers)
            if status == "cancelled"
            else "",
        )
        AuditUnit.objects.create(audit=audit, unit=world.unit)
        world.objects[name] = audit
    StatusChange.objects.create(
        actor_id=world.personas["coordinator"].actor_id,
        object_type="revisions.useraudit",
        object_id=str(world.cancelled_audit.pk),
        source="enquiry",
        target="agreed",
    )


def _plant_agreement(world: World) -> None:
    from django.utils import timezone

    from revisions.models import CostLine, Presentation, TimetableEntry, TopicWish

    today = timezone.localdate()
    for name, seers in (("audit", AGREEMENT), ("other_audit", OTHER)):
        audit = world.objects[name]
        for fact in ("purpose", "scope", "target_group", "plan_for_results"):
            setattr(audit, fact, f"Om {world.canary(f'{fact} of {name}', seers)}")
        audit.diary_number = world.canary(f"diary number of {name}", seers)
        audit.save()
        CostLine.objects.create(
            audit=audit, label=f"Rad {world.canary(f'cost line of {name}', seers)}", hours=8, amount=900
        )
        TimetableEntry.objects.create(audit=audit, kind="report", on=today + timedelta(days=60))
    row = world.audit_unit
    row.contact_name = f"Kim {world.canary('contact person of audit', AGREEMENT)}"
    row.contact_title = f"Chef {world.canary('title of the contact person', AGREEMENT)}"
    row.contact_email = world.address("address of the contact person", AGREEMENT)
    row.contact_phone = world.phone("phone of the contact person", "97", AGREEMENT)
    row.save()
    world.objects["wish"] = TopicWish.objects.create(
        audit=world.audit,
        text=f"Fråga om {world.canary('wish', AGREEMENT)}",
        by=world.personas["commissioner"],
    )
    TopicWish.objects.create(
        audit=world.audit,
        text=f"Fråga inte om {world.canary('wish that was declined', AGREEMENT)}",
        by=world.personas["commissioner"],
        decision="declined",
        reason=f"För att {world.canary('why a wish was declined', AGREEMENT)}",
    )
    # Told records stand on the overview of all who open it.
    world.objects["told"] = Presentation.objects.create(
        audit=world.audit,
        audience="staff",
        on=today,
        place=f"Salen {world.canary('place of a presentation', AGREEMENT)}",
    )


def _plant_team(world: World) -> None:
    from django.utils import timezone

    from accounts.models import User
    from revisions.models import (
        AuditMember,
        Debrief,
        InformationText,
        Interview,
        InterviewSwap,
        TalkRequest,
    )

    today = timezone.localdate()
    person = User.objects.create_user(
        world.address("address of a third member"),
        "en-lang-losenfras",
        name=f"Mio {world.canary('name of a third member', COUNTS)}",
    )
    world.objects["second_membership"] = AuditMember.objects.create(
        audit=world.audit, user=person, role="auditor", confidentiality_on=today, no_care_relation_on=today
    )
    # Somebody who wants to talk and is in no other list of the audit: the lead alone learns of it. An administrator
    # meets the name among all accounts, never that it asked.
    asking = User.objects.create_user(
        world.address("address of one who wants to talk"),
        "en-lang-losenfras",
        name=f"Siv {world.canary('name of one who wants to talk', LEAD | {'administrator'})}",
    )
    world.objects["talk"] = TalkRequest.objects.create(audit=world.audit, by=asking)
    InformationText.objects.create(
        audit=world.audit,
        number=1,
        text=f"Det är frivilligt {world.canary('information text', TEAM)}",
        plain_text=f"Du får säga nej {world.canary('information in plain words', TEAM)}",
        points=[f"Du bestämmer {world.canary('point of the information', TEAM)}"],
    )
    world.objects["swap_interview"] = Interview.objects.create(
        audit=world.audit,
        guide=world.guide,
        code="Z98",
        on=today + timedelta(days=3),
        first_auditor=world.personas["auditor"],
        second_auditor=person,
    )
    world.objects["swap"] = InterviewSwap.objects.create(interview=world.swap_interview, asked_by=person)
    world.objects["debrief"] = Debrief.objects.create(
        audit=world.audit, on=today, place=f"Rummet {world.canary('place of a debrief', TEAM)}"
    )


def _plant_training(world: World) -> None:
    from django.utils import timezone

    from revisions.models import AuditorTraining, TrainingCohort

    today = timezone.localdate()
    cohort = TrainingCohort.objects.create(
        name=f"Kurs {world.canary('name of a course', COORDINATOR)}",
        place=f"Huset {world.canary('place of a course', COORDINATOR)}",
        starts_on=today - timedelta(days=40),
        ends_on=today - timedelta(days=30),
    )
    world.objects["cohort"] = cohort
    world.objects["trained"] = AuditorTraining.objects.create(
        user=world.bystander, cohort=cohort, valid_from=cohort.ends_on, valid_to=today + timedelta(days=20)
    )
