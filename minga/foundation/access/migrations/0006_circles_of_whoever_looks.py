"""The circles of whoever looks, for row rules: the table of members hides itself by it."""

from django.db import migrations

CIRCLES = """
CREATE FUNCTION access_circles() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT array_agg(circle) FROM (
        SELECT member.circle_id AS circle FROM access_member AS member
        WHERE member.user_id = nullif(current_setting('minga.user', true), '')::bigint
          AND member.left_at IS NULL
          AND (member.until IS NULL OR member.until > statement_timestamp())
        UNION ALL
        SELECT nullif(current_setting('minga.new_circle', true), '')::uuid
    ) AS known
$$;
REVOKE ALL ON FUNCTION access_circles() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_circles() TO minga_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0005_posts")]

    operations = [migrations.RunSQL(CIRCLES, "DROP FUNCTION access_circles()")]
