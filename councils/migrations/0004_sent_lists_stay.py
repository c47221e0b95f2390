"""What has been sent to payroll stays as it was sent, whoever writes: the database refuses it.

Left to change: that a list is paid, and what goes when it has been kept long enough (``councils.services.fee_retention``,
``fee_privacy``): names, routes and receipt numbers are emptied, never rewritten.
"""

from django.db import migrations

SENT_STAYS = """
CREATE FUNCTION councils_sent_list_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY['paid_on', 'rows', 'version'];
BEGIN
    IF OLD.sent_at IS NULL THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE'
        AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change
        AND NEW.rows IN (OLD.rows, '[]'::jsonb)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a sent payroll list stays: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION councils_sent_claim_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
        AND (NEW.claimant_id IS NULL OR NEW.claimant_id = OLD.claimant_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a claim that was sent stays: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION councils_sent_line_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM councils_claim
        WHERE status IN ('sent', 'paid')
            AND id IN (
                CASE WHEN TG_OP <> 'INSERT' THEN OLD.claim_id END,
                CASE WHEN TG_OP <> 'DELETE' THEN NEW.claim_id END
            )
    ) THEN
        RAISE EXCEPTION 'a row that was sent stays: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE TRIGGER sent_list_stays BEFORE UPDATE OR DELETE ON councils_payrolllist
    FOR EACH ROW EXECUTE FUNCTION councils_sent_list_stays();
CREATE TRIGGER sent_claim_stays BEFORE UPDATE OR DELETE ON councils_claim
    FOR EACH ROW EXECUTE FUNCTION councils_sent_claim_stays();
CREATE TRIGGER sent_line_stays BEFORE INSERT OR UPDATE OR DELETE ON councils_claimline
    FOR EACH ROW EXECUTE FUNCTION councils_sent_line_stays();
"""
BACK = """
DROP TRIGGER sent_line_stays ON councils_claimline;
DROP TRIGGER sent_claim_stays ON councils_claim;
DROP TRIGGER sent_list_stays ON councils_payrolllist;
DROP FUNCTION councils_sent_line_stays();
DROP FUNCTION councils_sent_claim_stays();
DROP FUNCTION councils_sent_list_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("councils", "0003_told_and_invited")]

    operations = [migrations.RunSQL(SENT_STAYS, BACK)]
