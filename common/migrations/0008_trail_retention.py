"""Rows of the trail may go, a year old at least, by a role of its own (``common.trail_retention``)."""

from django.db import migrations

THIN = """
CREATE FUNCTION refuse_change_of_trail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user = 'inflytande_gallring' AND OLD.at < now() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER trail_append_only ON common_trailentry;
CREATE TRIGGER trail_append_only BEFORE UPDATE OR DELETE ON common_trailentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_trail();
"""
THIN_BACK = """
DROP TRIGGER trail_append_only ON common_trailentry;
CREATE TRIGGER trail_append_only BEFORE UPDATE OR DELETE ON common_trailentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
DROP FUNCTION refuse_change_of_trail();
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0007_search_titles")]

    operations = [migrations.RunSQL(THIN, THIN_BACK)]
