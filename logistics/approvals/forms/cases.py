"""What a person types when signing, and when asking somebody besides the route."""

from django import forms
from django.utils.translation import gettext_lazy as _

from logistics import clock
from logistics.approvals.models import Decision, Step
from logistics.approvals.selectors import lines_now, newcomers, seats_waiting, step_for_ruling
from logistics.approvals.services.seats import AFTER, BEFORE
from logistics.attachments.forms import FilesField
from logistics.pages.columns import as_text
from logistics.pages.forms import SchoolForm
from logistics.people.models import User

OPINION_LENGTH = 500
QUANTITY = "quantity-"


def opinion_field(**options):
    return forms.CharField(
        label=_("Opinion"), max_length=OPINION_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class AgreeForm(SchoolForm):
    """``step`` is the step the person had before them."""

    opinion = opinion_field(required=False)
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReasonForm(AgreeForm):
    """A decision that says why."""

    opinion = opinion_field()


class WithdrawForm(SchoolForm):
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class PaperForm(SchoolForm):
    """A signature given with a pen."""

    person = forms.ModelChoiceField(label=_("Signed by"), queryset=User.objects.none())
    verb = forms.ChoiceField(label=_("Decision"), choices=Decision.Verb)
    opinion = opinion_field(required=False)
    signed_on = forms.DateField(
        label=_("Day on the paper"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    scans = FilesField(label=_("Scan or photo of the signature"), max_files=4, documents=True, required=True)

    def prepare(self):
        asked = [seat.person_id for seat in seats_waiting(self.record)]
        self.fields["person"].queryset = User.objects.filter(pk__in=asked)
        self.fields["signed_on"].initial = clock.today
        if len(asked) == 1:
            self.fields["person"].initial = asked[0]


class PhrasesForm(SchoolForm):
    phrases = forms.CharField(
        label=_("My phrases"),
        help_text=_("One a line. Empty brings the usual ones back."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=900,
        required=False,
    )

    def clean_phrases(self):
        return self.cleaned_data["phrases"].splitlines()


def day_field(**options):
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


class AskingForm(SchoolForm):
    """Asks a person besides the route, saying why. ``step`` is the step the person had before them."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)

    person_field = "person"

    def prepare(self):
        self.fields[self.person_field].queryset = newcomers(self.record).exclude(pk=self.user.pk)


class HandOverForm(AskingForm):
    to = forms.ModelChoiceField(label=_("Hand over to"), queryset=User.objects.none())
    person_field = "to"
    field_order = ["to", "reason"]


class AddSignerForm(AskingForm):
    person = forms.ModelChoiceField(label=_("Who signs too"), queryset=User.objects.none())
    where = forms.ChoiceField(
        label=_("When"),
        choices=[(BEFORE, _("before me")), (AFTER, _("right after me"))],
        widget=forms.RadioSelect,
        initial=BEFORE,
    )
    field_order = ["person", "where", "reason"]


class CopiesForm(SchoolForm):
    people = forms.ModelMultipleChoiceField(
        label=_("Copy to"), queryset=User.objects.none(), widget=forms.SelectMultiple(attrs={"data-searchable": ""})
    )

    def prepare(self):
        self.fields["people"].queryset = newcomers(self.record).exclude(pk=self.user.pk)


class RulingForm(SchoolForm):
    """What a meeting decided or an office replied; the fields of the other kind are left out."""

    verb = forms.ChoiceField(label=_("Decision"), choices=Decision.Verb, initial=Decision.Verb.AGREE)
    sent_on = day_field(label=_("Sent on"), required=False)
    held_on = day_field(label=_("Decided on"))
    number = forms.CharField(label=_("Number of the reply"), max_length=60, required=False)
    attended = forms.CharField(
        label=_("Attended"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    opinion = forms.CharField(
        label=_("Result"), max_length=OPINION_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    files = FilesField(label=_("Minutes or scanned reply"), max_files=6, documents=True, required=True)
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self):
        self.fields["held_on"].initial = clock.today
        asked = step_for_ruling(self.record)
        outside = asked is not None and asked.kind == Step.Kind.OUTSIDE
        for name in ("attended",) if outside else ("number", "sent_on"):
            del self.fields[name]
        if outside:
            self.fields["held_on"].label = _("Reply of")
            self.fields["number"].required = self.fields["sent_on"].required = True
        else:
            self.fields["attended"].required = True


class CutForm(SchoolForm):
    """One quantity a line, as it stands now; ``quantities`` are those typed."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self):
        lines = lines_now(self.record)
        for now in lines:
            self.fields[f"{QUANTITY}{now.line.key}"] = forms.DecimalField(
                label=now.line.text,
                help_text=_("%(quantity)s %(measure_word)s, %(amount)s yuan at present")
                % {
                    "quantity": as_text(now.quantity, "number"),
                    "measure_word": now.line.measure_word,
                    "amount": as_text(now.amount, "money"),
                },
                initial=as_text(now.quantity, "number").replace(",", ""),
                max_digits=12,
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        self.order_fields([*(f"{QUANTITY}{now.line.key}" for now in lines), "reason"])

    def clean(self):
        cleaned = super().clean()
        quantities = {
            name.removeprefix(QUANTITY): cleaned.pop(name) for name in list(cleaned) if name.startswith(QUANTITY)
        }
        return {**cleaned, "quantities": quantities}
