"""Search: the one way in which the application asks the encodings, which it cannot read itself."""

from django.db import migrations

SEARCH = """
CREATE FUNCTION people_search(asked jsonb, needed int, most int)
RETURNS TABLE (registration uuid, matched bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT found.registration, count(*) AS matched
    FROM jsonb_array_elements(asked) AS words (word)
    JOIN vault_encoding AS found
      ON found.asked && ARRAY(SELECT jsonb_array_elements_text(word)::bigint)
    JOIN people_registration AS person ON person.id = found.registration
    WHERE person.circle_id IS NULL AND person.erased_at IS NULL
      AND person.team_id = ANY (
          coalesce(nullif(current_setting('minga.registrations', true), ''), '{}')::bigint[])
    GROUP BY found.registration
    HAVING count(*) >= needed
    ORDER BY count(*) DESC, found.registration
    LIMIT most
$$;
REVOKE ALL ON FUNCTION people_search(jsonb, int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_search(jsonb, int, int) TO minga_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_consent_source"), ("vault", "0005_search")]

    operations = [
        migrations.RunSQL(SEARCH, "DROP FUNCTION people_search(jsonb, int, int)"),
    ]
