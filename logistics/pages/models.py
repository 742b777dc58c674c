"""Submissions: a form sent twice is done once (DESIGN 16)."""

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """A form that was sent and done; ``url`` is where its result stands."""

    key = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.key
