"""What a school shows to everyone without signing in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import frozen, tracked


@tracked()
class PublicPage(models.Model):
    """Whether a school has a public page, and which of the sections that apps offer it shows."""

    VERBS = {"changed": _("changed what is published")}

    school = models.OneToOneField("school.School", on_delete=models.PROTECT, related_name="public_page")
    is_on = models.BooleanField(_("public page"), default=False)
    sections = ArrayField(models.CharField(max_length=40), verbose_name=_("sections"), default=list, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")
        default_permissions = ()
        permissions = [("set_public_page", gettext_noop("Decide what the public page shows"))]
        triggers = [frozen("school", name="a_public_page_stays_at_its_school")]

    def __str__(self):
        return f"{self.school}"
