"""Counters behind the numbers of records."""

from django.db import models


class Counter(models.Model):
    """The last number given in a school for a kind of record in a calendar year."""

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "prefix", "year"], name="one_counter_of_a_kind_and_year")
        ]

    def __str__(self):
        return f"{self.prefix}-{self.year}"
