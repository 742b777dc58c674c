"""What tables everywhere stand on: trigrams, b-trees inside GIN and GiST, and grams of one and two characters."""

from django.contrib.postgres.operations import BtreeGinExtension, BtreeGistExtension, TrigramExtension
from django.db import migrations

GRAMS = """
CREATE FUNCTION logistics_grams(words text) RETURNS varchar(2)[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT gram), '{}')
    FROM (
        SELECT substr(upper(words), place, size)::varchar(2) AS gram
        FROM generate_series(1, length(words)) AS place, (VALUES (1), (2)) AS sizes(size)
        WHERE place + size - 1 <= length(words)
    ) AS pieces
    WHERE gram !~ '\\s'
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(GRAMS, "DROP FUNCTION logistics_grams(text)"),
    ]
