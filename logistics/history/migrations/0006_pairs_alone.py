"""The pieces by which records are found are the pairs of letters alone: half the index, and less time to make.

A word of one letter is looked for in the words themselves. Rows that are there keep their single letters until they are
saved again; nothing asks for them.
"""

from importlib import import_module

from django.db import migrations

PAIRS = """
CREATE OR REPLACE FUNCTION logistics_grams(words text) RETURNS varchar(2)[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    letter text;
    before text := ' ';
    pairs text[] := '{}';
BEGIN
    FOREACH letter IN ARRAY string_to_array(regexp_replace(upper(words), '\\s', ' ', 'g'), NULL) LOOP
        IF letter <> ' ' AND before <> ' ' THEN
            pairs := pairs || (before || letter);
        END IF;
        before := letter;
    END LOOP;
    RETURN pairs;
END
$$
"""
BEFORE = import_module("logistics.history.migrations.0005_pairs_from_shifted_letters").SHIFTED


class Migration(migrations.Migration):
    dependencies = [("history", "0005_pairs_from_shifted_letters")]
    operations = [migrations.RunSQL(PAIRS, BEFORE)]
