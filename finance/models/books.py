"""Where the books of a school are kept, and the accounts its money lies in."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from logistics.db import RecordQuerySet
from logistics.history.models import frozen, tracked


@tracked()
class Books(models.Model):
    """How a school keeps its books: by itself (独立核算), or at an accounting centre (集中核算) with ours beside them.

    one_pen: the role whose approval every expense needs (一支笔). The three labels name who signs an invoice.
    """

    VERBS = {"changed": _("changed it")}

    class Mode(models.TextChoices):
        INDEPENDENT = "independent", _("books of our own")
        CENTRAL = "central", _("books at the accounting centre")

    school = models.OneToOneField("school.School", on_delete=models.PROTECT, related_name="books")
    mode = models.CharField(_("where the books are"), max_length=12, choices=Mode, default=Mode.INDEPENDENT)
    center = models.CharField(_("accounting centre"), max_length=60, blank=True)
    handler_label = models.CharField(_("who handled it"), max_length=12)
    acceptor_label = models.CharField(_("who accepted it"), max_length=12)
    reviewer_label = models.CharField(_("who reviewed it"), max_length=12)
    one_pen = models.ForeignKey(
        "people.Role", verbose_name=_("one-pen approver"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("books of a school")
        verbose_name_plural = _("books of schools")
        default_permissions = ()
        permissions = [("keep_books", gettext_noop("Keep accounts and money entries"))]
        constraints = [
            models.CheckConstraint(
                name="books_at_a_centre_name_it", condition=~Q(mode="central") | ~Q(center=""),
                violation_error_message=_("Write the name of the accounting centre."),
            ),
            models.CheckConstraint(
                name="whoever_signs_an_invoice_has_a_title",
                condition=~Q(handler_label="") & ~Q(acceptor_label="") & ~Q(reviewer_label=""),
            ),
        ]  # fmt: skip
        triggers = [frozen("school", name="books_stay_at_their_school")]

    def __str__(self):
        return f"{self.school} {self.get_mode_display()}"

    def get_absolute_url(self):
        return reverse("finance:books")

    @property
    def is_central(self):
        return self.mode == self.Mode.CENTRAL


class AccountQuerySet(RecordQuerySet):
    def visible_to(self, user):
        return self.within(user, "finance.view_moneyentry")


@tracked()
class Account(models.Model):
    """Where money lies: cash in the safe, an account at a bank, or the fiscal account (财政专户, 零余额账户)."""

    VERBS = {"opened": _("opened the account"), "changed": _("changed it")}

    class Kind(models.TextChoices):
        BANK = "bank", _("bank account")
        TREASURY = "treasury", _("fiscal account")
        CASH = "cash", _("cash")

    school = models.ForeignKey("school.School", on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=40)
    number = models.CharField(_("account number"), max_length=40, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("written down at"), editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="one_account_of_a_name_in_a_school",
                violation_error_message=_("There is an account of this name already."),
            ),
            models.CheckConstraint(name="an_account_has_a_name", condition=~Q(name="")),
        ]
        triggers = [frozen("school", "kind", name="an_account_stays_what_it_is")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('finance:moneyentry_list')}?account={self.pk}"
