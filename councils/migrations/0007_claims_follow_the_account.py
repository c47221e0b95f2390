"""A claim written on paper follows the account that its holder opens later, also when it has been sent.

The database let the person of a sent claim go and never come (0004): now also come, when the mandate is that account's.
Claims of mandates that were tied before get their person; drafts and returned claims are counted from what happened last.
"""

from typing import Any

from django.db import migrations
from django.db.models import Max, OuterRef, Subquery

_MAY_COME = """
            OR OLD.claimant_id IS NULL
            AND NEW.claimant_id = (SELECT user_id FROM councils_mandate WHERE id = NEW.mandate_id)"""
_SENT_CLAIM_STAYS = """
CREATE OR REPLACE FUNCTION councils_sent_claim_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY[
        'status', 'version', 'mandate_id', 'claimant_id', 'claimant_name', 'route', 'receipt_number',
        'written_by', 'form_key', 'forgotten_at'
    ];
BEGIN
    IF OLD.status NOT IN ('sent', 'paid') THEN
        IF TG_OP = 'UPDATE'
            AND NEW.payroll_list_id IS DISTINCT FROM OLD.payroll_list_id
            AND EXISTS (
                SELECT 1 FROM councils_payrolllist WHERE id = NEW.payroll_list_id AND sent_at IS NOT NULL
            )
        THEN
            RAISE EXCEPTION 'a sent payroll list takes no more claims' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change
        AND NEW.status IN (OLD.status, 'paid')
        AND NEW.claimant_name IN (OLD.claimant_name, '')
        AND NEW.route IN (OLD.route, '')
        AND NEW.receipt_number IN (OLD.receipt_number, '')
        AND (NEW.mandate_id IS NULL OR NEW.mandate_id = OLD.mandate_id)
        AND (NEW.claimant_id IS NULL OR NEW.claimant_id = OLD.claimant_id{may_come})
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a claim that was sent stays: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""
MAY_COME = _SENT_CLAIM_STAYS.replace("{may_come}", _MAY_COME)
BACK = _SENT_CLAIM_STAYS.replace("{may_come}", "")


def give_claims(apps: Any, _: Any) -> None:
    """Give the claims of tied mandates to whoever holds them."""
    claims, mandates = apps.get_model("councils", "Claim"), apps.get_model("councils", "Mandate")
    holder = mandates.objects.filter(pk=OuterRef("mandate")).values("user")
    loose = claims.objects.filter(claimant=None, forgotten_at=None, mandate__user__isnull=False)
    loose.update(claimant=Subquery(holder[:1]))


def count_from_what_happened_last(apps: Any, _: Any) -> None:
    """Let what isn't sent be counted from its last step."""
    claims, steps = apps.get_model("councils", "Claim"), apps.get_model("common", "StatusChange")
    last = dict(
        steps.objects.filter(object_type="councils.claim")
        .values_list("object_id")
        .annotate(last=Max("at"))
        .order_by()
    )
    for claim in claims.objects.filter(status__in=["draft", "returned", "attested"]).iterator():
        claim.changed_at = last.get(str(claim.pk), claim.submitted_at or claim.created_at)
        claim.save(update_fields=["changed_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("councils", "0006_told_agreements_and_changed_claims"),
        ("common", "0009_search_headings"),
    ]

    operations = [
        migrations.RunSQL(MAY_COME, BACK),
        migrations.RunPython(give_claims, migrations.RunPython.noop),
        migrations.RunPython(count_from_what_happened_last, migrations.RunPython.noop),
    ]
