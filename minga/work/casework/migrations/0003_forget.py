"""Free words leave the steps of erased people by one function, which asks whether they are."""

from django.db import migrations

FORGET = """
CREATE FUNCTION casework_forget(cases uuid[], sealed uuid[], coded jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    UPDATE casework_step AS step
    SET answers = coalesce(
            (SELECT jsonb_object_agg(key, value) FROM jsonb_each(step.answers)
             WHERE jsonb_exists(coded -> step.name, key)), '{}'),
        sealed_answers = CASE WHEN step.case_id = ANY (sealed) THEN NULL
                              ELSE step.sealed_answers END,
        reason = '', digest = ''
    FROM casework_case AS whose
    LEFT JOIN people_registration AS person ON person.id = whose.registration_id
    WHERE whose.id = step.case_id AND whose.id = ANY (cases)
      AND (person.erased_at IS NOT NULL
           OR whose.household_id IS NOT NULL
              AND NOT EXISTS (SELECT FROM people_householdmember AS member
                              WHERE member.household_id = whose.household_id))
$$;
REVOKE ALL ON FUNCTION casework_forget(uuid[], uuid[], jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION casework_forget(uuid[], uuid[], jsonb) TO minga_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_single_cases"),
        ("people", "0003_facts_consents_judgements"),
    ]

    operations = [
        migrations.RunSQL(FORGET, "DROP FUNCTION casework_forget(uuid[], uuid[], jsonb)")
    ]
