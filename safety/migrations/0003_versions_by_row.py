"""Versions are found by their row, records by pairs of letters: indexes that no question uses are gone."""

from django.db import migrations

from logistics.history.fewer_indexes import FewerIndexes


class Migration(migrations.Migration):
    dependencies = [("safety", "0002_initial")]
    operations = [FewerIndexes([("hazard", "hazards_trigrams")])]
