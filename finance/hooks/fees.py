"""What fees contribute to shared pages and jobs."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.messages.money import fee_to_settle
from finance.models import FeeCollection, FeeItem
from finance.papers.fees import publication_heads, publication_row
from finance.sample import fees as sample
from finance.selectors.fees import classes_charged, progress_of
from finance.services.letters import renew_letters
from finance.statements import fees as statements
from logistics import clock, hooks
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.people.selectors import holders
from logistics.school.models import School, SchoolClass, Term

SEEING = ["principal", "party_secretary", "vice_principal", "director", "admin", "accountant", "clerk", "cashier"]
GRANTS = {
    "finance.view_feeitem": SEEING,
    "finance.collect_fee": [*SEEING, "class_teacher", "teacher"],
    "finance.keep_fee": ["accountant", "clerk", "director"],
    "finance.publish_fee": ["director", "principal"],
    "finance.view_straycharge": SEEING,
    "finance.report_stray": ["director", "principal", "vice_principal"],
    "finance.set_public_page": ["director", "principal", "admin"],
}
BEFORE_THE_END = timedelta(days=7)


def grants():
    """Class teachers collect; the money people spend, settle and refund; the director publishes."""
    granted = {}
    for permission, roles in GRANTS.items():
        for role in roles:
            granted.setdefault(role, []).append(permission)
    return granted


def menu():
    entry, group = hooks.MenuEntry, gettext_lazy("Fees and pupils")
    yield entry(group, gettext_lazy("Fees"), "finance:feeitem_list", "hand-coins", "finance.collect_fee")
    yield entry(group, gettext_lazy("Fee payments"), "finance:feecollection_list", "receipt", "finance.collect_fee")
    yield entry(group, gettext_lazy("Letters to parents"), "finance:letterrun_list", "mail", "finance.collect_fee")
    yield entry(group, gettext_lazy("Stray charges"), "finance:straycharge_list", "siren", "finance.view_straycharge")


def set_up_menu():
    yield hooks.MenuEntry(
        gettext_lazy("Set-up"), gettext_lazy("Public page"), "finance:public_change", "globe", "finance.set_public_page"
    )


def to_collect(user):
    """Whoever leads classes is told which fees are still open there."""
    if not user.has_perm("finance.collect_fee"):
        return
    classes = SchoolClass.objects.of_school(user.active_school).filter(class_teacher=user.pk)
    if not classes.exists():
        return
    for item in FeeItem.objects.visible_to(user).filter(status="collecting").select_related("term"):
        mine = classes_charged(item).filter(class_teacher=user.pk)
        for progress in progress_of(item, mine, clock.today()):
            if progress.rest or (item.needs_consent and progress.unasked):
                yield _collect_task(item, progress)


def _collect_task(item, progress):
    asks = item.needs_consent and progress.unasked
    name = "feeitem_consents" if asks else "feeitem_collect"
    return hooks.Task(
        title=f"{item.name} {progress.school_class.name}",
        text=_("%(count)d parents not asked yet") % {"count": progress.unasked}
        if asks
        else _("%(amount)s yuan still to be collected") % {"amount": as_text(progress.rest, "money")},
        url=f"{reverse(f'finance:{name}', args=[item.pk])}?class={progress.school_class.pk}",
        icon="hand-coins",
        action_label=_("Ask") if asks else _("Collect"),
    )


def to_publish(user):
    """Drafts wait for whoever publishes, published fees for whoever opens the collection."""
    for permission, status, label in (
        ("finance.publish_fee", "draft", _("Publish the fee")),
        ("finance.keep_fee", "published", _("Open the collection")),
    ):
        if user.has_perm(permission):
            rows = FeeItem.objects.visible_to(user).filter(status=status).order_by("pk")
            yield hooks.Waiting(rows, lambda item, label=label: _item_task(item, label))


def _item_task(item, label):
    return hooks.Task(item.name, item.number, item.get_absolute_url(), icon="megaphone", action_label=label)


def cash_to_pay_in(user):
    """Cash of fees that waits to be paid in, for those who pay it in."""
    if user.has_perm("finance.deposit_money"):
        rows = FeeCollection.objects.visible_to(user).to_deposit().filter(deposit_by__gte=clock.today())
        yield hooks.Waiting(rows.select_related("item", "school_class").order_by("deposit_by", "pk"), _deposit_task)


def cash_late_to_pay_in(user):
    if user.has_perm("finance.deposit_money"):
        rows = FeeCollection.objects.visible_to(user).to_deposit().filter(deposit_by__lt=clock.today())
        yield hooks.Waiting(rows.select_related("item", "school_class").order_by("deposit_by", "pk"), _deposit_task)


def _deposit_task(collection):
    late = collection.deposit_by < clock.today()
    return hooks.Task(
        title=f"{collection.item.name} {collection.school_class.name}",
        text=_("%(amount)s yuan in cash, to be paid in by %(day)s")
        % {"amount": as_text(collection.amount, "money"), "day": full_day_text(collection.deposit_by)},
        url=reverse("finance:fee_deposit"),
        icon="landmark",
        tone="danger" if late else "neutral",
        action_label=_("Pay in"),
    )


def fees_to_settle(today):
    """Yield a Reminder of each fee to be settled, from a week before the lessons end, once a week."""
    for school in School.objects.filter(pk__in=FeeItem.objects.values("school")):
        yield from _to_settle(school, today)


def _to_settle(school, today):
    terms = Term.objects.of_school(school).filter(ends_on__lte=today + BEFORE_THE_END)
    week = "{}-{:02d}".format(*today.isocalendar()[:2])
    items = FeeItem.objects.of_school(school).filter(status__in=["collecting", "stopped"], term__in=terms)
    for item in items.select_related("term"):
        for person in holders(school, "finance.keep_fee"):
            key = f"fee-settle:{item.pk}:{week}"
            yield hooks.Reminder(
                key=key, to=person, text=fee_to_settle(item), url=item.get_absolute_url(), school=school
            )


def search(user, text):
    if user.has_perm("finance.collect_fee"):
        for item in FeeItem.objects.visible_to(user).search(text)[:5]:
            words = f"{item.number} · {item.get_status_display()}"
            exact = item.number == text.upper()
            yield hooks.Hit(item.name, words, item.get_absolute_url(), icon="hand-coins", exact=exact)


def published_fees(school):
    """The fees of the present term and the next that are published; nothing of any pupil."""
    items = FeeItem.objects.of_school(school).published().filter(term__covers_to__gte=clock.today())
    yield hooks.PublicSection(
        "fees",
        _("Publication of fees"),
        publication_heads(),
        [publication_row(item) for item in items.select_related("term").order_by("term", "kind", "pk")],
        _("Whatever is not published here is not charged. Complaints are taken at the phone above."),
    )


hooks.role_grants.register(order=31)(grants)
hooks.menu.register(order=36)(menu)
hooks.menu.register(order=91)(set_up_menu)
hooks.tasks.register(order=31)(to_collect)
hooks.tasks.register(order=32)(to_publish)
hooks.tasks.register(order=33)(cash_to_pay_in)
hooks.late.register(order=31)(cash_late_to_pay_in)
hooks.reminders.register()(fees_to_settle)
hooks.search.register(order=31)(search)
hooks.public_sections.register(order=10)(published_fees)
hooks.statements.register(order=35)(statements.fees_collected)
hooks.statements.register(order=35)(statements.fees_settled)
hooks.statements.register(order=35)(statements.no_stray_charges)
hooks.ticks.register()(renew_letters)
hooks.sample_parts.register(order=62)(sample.make)
for label, columns in statements.PROOFS.items():
    hooks.proof_columns.register(label)(columns)
