"""What no code may do: change a survey's anonymity, or change results once they are published."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION surveys_anonymity_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.anonymity IS DISTINCT FROM OLD.anonymity THEN
        RAISE EXCEPTION 'The anonymity of a survey can not be changed after it was made';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER surveys_anonymity_is_fixed BEFORE UPDATE ON surveys_survey
    FOR EACH ROW EXECUTE FUNCTION surveys_anonymity_is_fixed();

CREATE FUNCTION surveys_results_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Published results of a survey never change';
END $$;
CREATE TRIGGER surveys_results_are_frozen BEFORE UPDATE ON surveys_publishedresults
    FOR EACH ROW EXECUTE FUNCTION surveys_results_are_frozen();
"""

BACKWARD = """
DROP TRIGGER surveys_results_are_frozen ON surveys_publishedresults;
DROP FUNCTION surveys_results_are_frozen();
DROP TRIGGER surveys_anonymity_is_fixed ON surveys_survey;
DROP FUNCTION surveys_anonymity_is_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
