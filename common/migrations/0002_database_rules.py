"""What only the database can promise: append-only tables, and Swedish search."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER trail_append_only BEFORE UPDATE OR DELETE ON common_trailentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON common_trailentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER status_append_only BEFORE UPDATE OR DELETE ON common_statuschange
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER status_no_truncate BEFORE TRUNCATE ON common_statuschange
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER trail_append_only ON common_trailentry;
DROP TRIGGER trail_no_truncate ON common_trailentry;
DROP TRIGGER status_append_only ON common_statuschange;
DROP TRIGGER status_no_truncate ON common_statuschange;
DROP FUNCTION refuse_change();
"""
# Unaccent first, so that "angest" and "ångest" meet; then the Swedish stemmer.
SWEDISH_SEARCH = """
CREATE TEXT SEARCH CONFIGURATION portal_swedish (COPY = swedish);
ALTER TEXT SEARCH CONFIGURATION portal_swedish
    ALTER MAPPING FOR hword, hword_part, word, asciiword, asciihword, hword_asciipart
    WITH unaccent, swedish_stem;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(SWEDISH_SEARCH, "DROP TEXT SEARCH CONFIGURATION portal_swedish;"),
    ]
