"""Versions are found by their row: indexes that no question uses are gone."""

from django.db import migrations

from logistics.history.fewer_indexes import FewerIndexes


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_opened")]
    operations = [FewerIndexes()]
