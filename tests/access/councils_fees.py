"""Fees: one's own claims, what coordinators attest and send, what a payroll office receives. Nobody else reads any of it.

A council of its own: council_member sits there, and somebody without account, both for ``association``.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.access.matrix import NOBODY, Route
from tests.access.world import World

COORDINATOR = frozenset({"coordinator"})
MEMBER = frozenset({"council_member"})
PAYROLL = frozenset({"payroll_reader"})
#: Sit in some council for an association.
SIT = frozenset({"council_chair", "council_member", "council_substitute", "other_council_member"})
OWN = MEMBER | COORDINATOR
SENT = COORDINATOR | PAYROLL


def _pk(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[name].pk}


def _file(name: str, kind: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.objects[name].pk, "kind": kind}


ROUTES = [
    # --- one's own
    Route("fees:own", SIT),
    Route("fees:claim_new", MEMBER, _pk("fee_invitation")),
    Route("fees:claim_new", COORDINATOR, _pk("paper_invitation"), label="for somebody without account"),
    Route("fees:claim", MEMBER, _pk("draft_claim"), label="draft"),
    Route("fees:claim", OWN, _pk("submitted_claim"), label="submitted"),
    Route("fees:claim", OWN, _pk("returned_claim"), label="returned"),
    Route("fees:claim", OWN, _pk("attested_claim"), label="attested"),
    Route("fees:claim", OWN, _pk("sent_claim"), label="sent"),
    Route("fees:claim_edit", MEMBER, _pk("draft_claim"), label="draft"),
    Route("fees:claim_edit", MEMBER, _pk("returned_claim"), label="returned"),
    Route("fees:claim_withdraw", MEMBER, _pk("submitted_claim"), post_only=True),
    Route("fees:claim_remove", MEMBER, _pk("draft_claim"), post_only=True),
    Route("fees:claim_correct", OWN, _pk("sent_claim")),
    Route("fees:agreement", OWN, _pk("fee_agreement"), acts=MEMBER),
    Route("fees:agreement_decline", MEMBER, _pk("fee_agreement")),
    Route("fees:agreement_heard", COORDINATOR, _pk("paper_agreement")),
    Route("fees:agreement_heard", NOBODY, _pk("fee_agreement"), label="of somebody with an account"),
    # --- the coordinator's
    Route("fees:attest_list", COORDINATOR),
    Route("fees:claim_attest", COORDINATOR, _pk("submitted_claim")),
    Route("fees:claim_attest", NOBODY, _pk("draft_claim"), label="draft"),
    Route("fees:claim_return", COORDINATOR, _pk("submitted_claim")),
    Route("fees:agreements", COORDINATOR),
    Route("fees:agreement_new", COORDINATOR, lambda w: {"slug": w.fee_council.slug}),
    Route("fees:rates", COORDINATOR),
    Route("fees:rate_new", COORDINATOR),
    Route("fees:rate_new", COORDINATOR, query="?fran=procent", label="from an example"),
    Route("fees:rate_edit", COORDINATOR, _pk("rate_table")),
    Route("fees:rate_remove", COORDINATOR, _pk("rate_table"), post_only=True),
    Route("fees:sums", COORDINATOR),
    Route("fees:sums", COORDINATOR, query="?ar=kanarie", label="asked for nonsense"),
    Route("fees:sums_file", COORDINATOR),
    # --- payroll
    Route("fees:payroll", SENT),
    Route("fees:payroll_open", COORDINATOR, post_only=True),
    Route("fees:payroll_list", SENT, _pk("sent_list"), label="sent"),
    Route("fees:payroll_list", COORDINATOR, _pk("open_list"), label="open"),
    Route("fees:payroll_list", COORDINATOR, _pk("elsewhere_list"), label="of another principal"),
    Route("fees:payroll_gather", COORDINATOR, _pk("open_list"), post_only=True),
    Route("fees:payroll_send", COORDINATOR, _pk("open_list"), post_only=True),
    Route("fees:payroll_paid", PAYROLL, _pk("sent_list"), post_only=True),
    Route("fees:payroll_paid", NOBODY, _pk("elsewhere_list"), post_only=True, label="of another principal"),
    Route("fees:payroll_file", SENT, _file("sent_list", "pdf"), label="pdf"),
    Route("fees:payroll_file", SENT, _file("sent_list", "csv"), label="csv"),
    Route("fees:payroll_file", SENT, _file("sent_list", "xlsx"), label="xlsx"),
    Route("fees:payroll_file", NOBODY, _file("open_list", "pdf"), label="open"),
    Route("fees:payroll_file", COORDINATOR, _file("elsewhere_list", "csv"), label="of another principal"),
]


def plant(world: World) -> None:
    """A claim in each state, a list that is open and one that is sent, what was agreed, what it pays."""
    from councils.models import Council, FeeAgreement, Rate, RateTable

    council = Council.objects.create(
        kind="committee", name="Utskottet för arvoden", slug="utskottet-for-arvoden"
    )
    council.principals.add(world.principal)
    world.objects["fee_council"] = council
    world.objects["rate_table"] = table = RateTable.objects.create(
        name=f"Taxa {world.canary('name of a rate table', OWN)}",
        source=f"Beslut {world.canary('source of a rate table', COORDINATOR)}",
        valid_from=date(2020, 1, 1),
    )
    Rate.objects.create(table=table, code="half", amount_ore=90_000)
    person = _sits(world, council, "council_member")
    paper = _sits(world, council, "")
    world.objects["fee_agreement"] = FeeAgreement.objects.create(
        mandate=person,
        table=table,
        what=f"Ledamot {world.canary('what was agreed', OWN)}",
        how_long=f"Två år {world.canary('how long was agreed', OWN)}",
        day_type="half",
        agreed_on=date(2020, 1, 1),
    )
    FeeAgreement.objects.create(
        mandate=paper,
        table=table,
        what="Ledamot",
        how_long="Två år",
        day_type="half",
        agreed_on=date(2020, 1, 1),
        declined_at=datetime.now(UTC),
        declined_because=f"Nej {world.canary('why an offer was declined', COORDINATOR)}",
    )
    world.objects["paper_agreement"] = FeeAgreement.objects.create(
        mandate=_sits(world, council, "", name="Pim"),
        table=table,
        what="Ledamot",
        how_long="Två år",
        day_type="half",
        agreed_on=date(2020, 1, 1),
    )
    world.objects["fee_invitation"] = _attended(world, person, 1)
    world.objects["paper_invitation"] = _attended(world, paper, 1)
    world.objects["draft_claim"] = _claim(world, person, 2, "draft", MEMBER, MEMBER)
    _claim(world, person, 3, "submitted", OWN, OWN)
    _claim(world, person, 4, "returned", OWN, OWN)
    _claim(world, person, 5, "attested", OWN, OWN)
    _claim(world, person, 6, "sent", OWN, OWN | PAYROLL)
    _plant_lists(world)


def _plant_lists(world: World) -> None:
    from councils.models import PayrollList
    from councils.services import payroll
    from organisations.models import Principal

    elsewhere = Principal.objects.create(
        name="Kommunen längre bort", slug="kommunen-langre-bort", kind="region"
    )
    month = date(2020, 1, 1)
    sent = PayrollList.objects.create(number=1, principal=world.principal, month=month)
    other = PayrollList.objects.create(number=2, principal=elsewhere, month=month)
    # Only one list of a principal's month may be open: this one comes when the first is sent.
    world.sent_claim.payroll_list, world.sent_claim.status = sent, "sent"
    world.sent_claim.save()
    sent.rows = payroll.rows_of([world.sent_claim])
    other.rows = [
        {
            **sent.rows[0],
            "name": f"Kim {world.canary('name on a list of another principal', COORDINATOR)}",
            "cost_centre": "",
        }
    ]
    for made in (sent, other):
        made.sent_at, made.total_ore = datetime.now(UTC), 90_000
        made.sha256 = payroll.fingerprint(made)
        made.save()
    opened = PayrollList.objects.create(number=3, principal=world.principal, month=month)
    world.attested_claim.payroll_list = opened
    world.attested_claim.save()
    world.objects |= {"sent_list": sent, "open_list": opened, "elsewhere_list": other}


def _sits(world: World, council: Any, persona: str, name: str = "Mika") -> Any:
    from common.swedish import today
    from councils.models import Mandate

    seers = {"coordinator", "representative"}
    return Mandate.objects.create(
        council=council,
        association=world.association,
        role="co_opted",
        user=world.personas[persona] if persona else None,
        name=name
        if persona or name == "Pim"
        else f"Pim {world.canary('name of somebody who claims on paper', seers)}",
        starts_on=today() - timedelta(days=300),
        appointed_on=today() - timedelta(days=300),
        appointed_how="board",
    )


def _attended(world: World, mandate: Any, number: int) -> Any:
    from common.swedish import today
    from councils.models import Invitation, Meeting

    day = today() - timedelta(days=number * 7)
    starts_at = datetime.combine(day, time(13), tzinfo=ZoneInfo("Europe/Stockholm"))
    meeting, _ = Meeting.objects.get_or_create(
        council=mandate.council,
        day=day,
        defaults={
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "status": "held",
            "papers_due": day - timedelta(days=10),
        },
    )
    return Invitation.objects.create(meeting=meeting, mandate=mandate, reply="accepted", attended=True)


def _claim(world: World, mandate: Any, number: int, status: str, seers: Any, told: Any) -> Any:
    """A claim; ``seers`` open it, ``told`` are those whom its name and cost centre reach."""
    from councils.models import Claim

    done = status in {"attested", "sent"}
    claim = Claim.objects.create(
        mandate=mandate,
        meeting=_attended(world, mandate, number).meeting,
        association=mandate.association,
        claimant=mandate.user,
        claimant_name=f"Mika {world.canary(f'name in a {status} claim', told)}",
        written_by=mandate.user.actor_id,
        # Stands on a list first, and is sent then.
        status="attested" if status == "sent" else status,
        day_type="half",
        route=f"Gävle {world.canary(f'route of a {status} claim', seers)}",
        mil=Decimal(2),
        ticket_ore=100,
        receipt_number=f"K {world.canary(f'receipt of a {status} claim', seers)}",
        cost_centre=world.canary(f"cost centre of a {status} claim", told),
        table=world.rate_table if status != "draft" else None,
        total_ore=90_000 if status != "draft" else 0,
        returned_because=f"Se över {world.canary('why a claim was returned', seers)}"
        if status == "returned"
        else "",
        principal=world.principal if done else None,
        attested_by=world.personas["coordinator"].actor_id if done else None,
    )
    if status != "draft":
        claim.lines.create(what="fee", quantity=1, each_ore=90_000, total_ore=90_000)
    world.objects[f"{status}_claim"] = claim
    return claim
