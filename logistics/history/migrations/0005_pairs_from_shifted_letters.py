"""The pieces by which records are found, in half the time: the letters, and each with the one after it."""

from importlib import import_module

from django.db import migrations

# A piece that comes twice stays twice: the index keeps it once, and looking for doubles costs as much as all the rest.
SHIFTED = """
CREATE OR REPLACE FUNCTION logistics_grams(words text) RETURNS varchar(2)[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    letters text[] := string_to_array(regexp_replace(upper(words), '\\s', ' ', 'g'), NULL);
BEGIN
    RETURN array_remove(letters, ' ') || ARRAY(
        SELECT letter || next FROM unnest(letters, letters[2:]) AS pair (letter, next) WHERE letter <> ' ' AND next <> ' '
    );
END
$$
"""
BEFORE = import_module("logistics.history.migrations.0004_grams_in_one_pass").ONE_PASS


class Migration(migrations.Migration):
    dependencies = [("history", "0004_grams_in_one_pass")]
    operations = [migrations.RunSQL(SHIFTED, BEFORE)]
