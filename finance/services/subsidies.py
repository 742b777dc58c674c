"""Subsidies: the list of pupils, its posting, paying class by class, and taking back what was wrong."""

from datetime import timedelta

from django.utils.translation import gettext as _

from finance.models import MoneyEntry, Subsidy, SubsidyPayment, SubsidyRow, SubsidyShare
from finance.services.lines import check_amount
from finance.services.money import post_entry, reverse_entry
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number
from logistics.pages.columns import as_text
from logistics.pages.dates import full_day_text
from logistics.rules.selectors import in_force
from logistics.school.calendar import calendar_of
from logistics.school.models import Pupil

TEXTS = ["name", "basis", "basis_number"]
LONGEST_POSTING = timedelta(days=120)


@change
def draft_subsidy(school, *, by, photos=(), **facts):
    """Write a subsidy down; facts: the fields of Subsidy. The list of pupils follows."""
    subsidy = Subsidy(school=school, created_at=clock.now())
    _set_facts(subsidy, facts)
    subsidy.number = next_number(school, "ZZ", on=clock.today())
    with _one_of_a_name():
        subsidy.save()
    claim(subsidy, photos, purpose="basis", by=by)
    note(subsidy, "drafted", by=by)
    return subsidy


@change
def change_subsidy(subsidy, *, by, photos=(), **facts):
    """Change a draft. Raises RuleError for another kind or term once pupils are on the list."""
    subsidy = lock(subsidy)
    subsidy.status = Subsidy.FLOW.target("change", subsidy.status)
    before = subsidy.kind, subsidy.term_id
    _set_facts(subsidy, facts)
    if before != (subsidy.kind, subsidy.term_id) and subsidy.shares.exists():
        raise RuleError(_("There are pupils on the list. Take them off it before changing kind or term."), field="kind")
    with _one_of_a_name():
        subsidy.save()
    claim(subsidy, photos, purpose="basis", by=by)
    note(subsidy, "changed", by=by)
    return subsidy


@change
def list_pupils(subsidy, school_class, *, amounts, by):
    """Say who of a class is on the list and with how much; takes the place of what the list said of the class.

    amounts: {pupil: Decimal in yuan}. Raises RuleError for a pupil who left, is of another class, or gets a subsidy of
    this kind in this term already.
    """
    subsidy = lock(subsidy)
    Subsidy.FLOW.target("list", subsidy.status)
    if school_class.school_id != subsidy.school_id:
        raise RuleError(_("This belongs to another school."))
    subsidy.shares.filter(school_class=school_class).delete()
    _put_on_the_list(subsidy, amounts, only=school_class)
    facts = {"class": school_class.name, "count": len(amounts)}
    note(subsidy, "listed", by=by, text=_("%(class)s: %(count)d pupils") % facts)
    return subsidy


@change
def add_to_list(subsidy, *, amounts, by):
    """Put pupils of any class on the list, as from a workbook; who stands there already gets the new amount."""
    subsidy = lock(subsidy)
    Subsidy.FLOW.target("list", subsidy.status)
    subsidy.shares.filter(pupil__in=list(amounts)).delete()
    _put_on_the_list(subsidy, amounts)
    note(subsidy, "listed", by=by, text=_("%(count)d pupils") % {"count": len(amounts)})
    return subsidy


def _put_on_the_list(subsidy, amounts, only=None):
    fresh = Pupil.objects.select_related("school_class").in_bulk([pupil.pk for pupil in amounts])
    for pupil, amount in amounts.items():
        _check_pupil(subsidy, fresh[pupil.pk], amount, only)
    _require_once(subsidy, amounts)
    SubsidyShare.objects.bulk_create(
        [
            SubsidyShare(
                subsidy=subsidy, pupil=pupil, school_class_id=fresh[pupil.pk].school_class_id, kind=subsidy.kind,
                term=subsidy.term, amount=amount,
            )
            for pupil, amount in amounts.items()
        ]
    )  # fmt: skip


def _check_pupil(subsidy, pupil, amount, only):
    field, facts = f"amount_{pupil.pk}", {"name": pupil.name}
    if pupil.school_id != subsidy.school_id or (only is not None and pupil.school_class_id != only.pk):
        raise RuleError(_("%(name)s is not in this class.") % facts, field=field)
    if not pupil.was_here_on(clock.today()):
        raise RuleError(_("%(name)s is not at this school any more, or not yet.") % facts, field=field)
    check_amount(amount, _("the amount"), field=field)
    if not amount:
        raise RuleError(_("Write an amount of more than 0."), field=field)


def _require_once(subsidy, amounts):
    """Nobody gets a subsidy of one kind twice in a term; the unique constraint holds it in any case."""
    if subsidy.kind == Subsidy.Kind.OTHER:
        return
    twice = SubsidyShare.objects.current().filter(pupil__in=list(amounts), term=subsidy.term, kind=subsidy.kind)
    share = twice.select_related("pupil", "subsidy").first()
    if share is not None:
        facts = {"name": share.pupil.name, "subsidy": share.subsidy.name}
        message = _("%(name)s gets “%(subsidy)s” this term already; the same kind is not given twice.") % facts
        raise RuleError(message, field=f"amount_{share.pupil_id}")


@change
def publish_subsidy(subsidy, *, by):
    """Post the list (公示): from now on its amounts stay, and it is paid out after the days of rule subsidy.publish.days."""
    subsidy = lock(subsidy)
    subsidy.status = Subsidy.FLOW.target("publish", subsidy.status)
    if not subsidy.shares.current().exists():
        raise RuleError(_("Put the pupils on the list before it is posted."))
    today = clock.today()
    days = int(in_force("subsidy.publish.days", school=subsidy.school, on=today))
    calendar = calendar_of(subsidy.school, today, today + LONGEST_POSTING)
    subsidy.published_on, subsidy.published_by = today, by
    subsidy.posted_until = calendar.working_days_after(today, days)
    subsidy.save(update_fields=["status", "published_on", "posted_until", "published_by"])
    note(subsidy, "published", by=by, text=_("until %(day)s") % {"day": full_day_text(subsidy.posted_until)})
    return subsidy


@change
def strike_off(share, *, reason, by):
    """Take a pupil off a posted list, for an objection or because the pupil left; what was paid must be taken back first."""
    subsidy, share = lock(share.subsidy), lock(share)
    Subsidy.FLOW.target("strike", subsidy.status)
    if not share.is_current:
        raise WrongState(_("This pupil was struck off already."))
    if SubsidyShare.objects.with_paid().get(pk=share.pk).paid:
        raise RuleError(_("This pupil was paid. Take the payment of the class back first."))
    _strike([share], reason)
    text = f"{share.pupil.name}：{reason.strip()}"
    note(subsidy, "struck", by=by, text=text, tone="danger")
    _close_when_paid(subsidy)
    return subsidy


def _strike(shares, reason):
    SubsidyShare.objects.filter(pk__in=[share.pk for share in shares]).update(
        is_current=False, struck_on=clock.today(), struck_reason=reason.strip()
    )


@change
def stop_subsidy(subsidy, *, reason, by):
    """Stop a subsidy of which nothing is paid; its pupils may then be on another list."""
    subsidy = lock(subsidy)
    subsidy.status = Subsidy.FLOW.target("stop", subsidy.status)
    subsidy.stopped_reason = reason.strip()
    subsidy.save(update_fields=["status", "stopped_reason"])
    _strike(subsidy.shares.current(), reason)
    note(subsidy, "stopped", by=by, text=subsidy.stopped_reason, tone="danger")
    return subsidy


@change
def pay_subsidy(subsidy, school_class, *, shares, way, on, account, by, voucher="", photos=()):
    """Pay pupils of a class; posts one expense and returns the SubsidyPayment.

    shares: SubsidyShare of this subsidy and class. photos: the list with signatures, or the bank's list. Raises
    RuleError before the posting is over, for a pupil who left, and WrongState for one who was paid meanwhile.
    """
    subsidy = lock(subsidy)
    Subsidy.FLOW.target("pay", subsidy.status)
    _check_payment(subsidy, on, account, way, voucher)
    chosen = _chosen(subsidy, school_class, shares, on)
    amount = sum(share.amount for share in chosen)
    entry = post_entry(
        account, kind=MoneyEntry.Kind.EXPENSE, source=subsidy.source, amount=amount, on=on,
        text=f"{subsidy.name} {school_class.name}", party=school_class.name, voucher=voucher, about=subsidy, by=by,
    )  # fmt: skip
    payment = SubsidyPayment.objects.create(
        school_id=subsidy.school_id, subsidy=subsidy, school_class=school_class, way=way, on=on, account=account,
        voucher=voucher.strip(), amount=amount, has_list=bool(photos), entry=entry, by=by, at=clock.now(),
    )  # fmt: skip
    SubsidyRow.objects.bulk_create(
        [SubsidyRow(payment=payment, subsidy=subsidy, share=share, amount=share.amount) for share in chosen]
    )
    claim(payment, photos, purpose="receipt", by=by)
    note(payment, "paid", by=by)
    note(subsidy, "paid", by=by, text=f"{school_class.name} {as_text(amount, 'money')}")
    _close_when_paid(subsidy)
    return payment


def _check_payment(subsidy, on, account, way, voucher):
    if on <= subsidy.posted_until:
        facts = {"day": full_day_text(subsidy.posted_until)}
        raise RuleError(_("The list is posted until %(day)s. Pay from the day after.") % facts, field="on")
    if account.school_id != subsidy.school_id:
        raise RuleError(_("This belongs to another school."), field="account")
    if way == SubsidyPayment.Way.CARD and not voucher.strip():
        raise RuleError(_("Write the number of the bank's voucher."), field="voucher")


def _chosen(subsidy, school_class, shares, on):
    if not shares:
        raise RuleError(_("Tick the pupils who got their money."))
    rows = SubsidyShare.objects.select_for_update(of=("self",)).filter(
        pk__in=[share.pk for share in shares], subsidy=subsidy, school_class=school_class
    )
    chosen = list(rows.to_pay().select_related("pupil"))
    if len(chosen) < len(shares):
        raise WrongState(_("Some of this was paid or struck off meanwhile. Look at its present state."))
    for share in chosen:
        if share.pupil.left_on and share.pupil.left_on < on:
            facts = {"name": share.pupil.name, "day": full_day_text(share.pupil.left_on)}
            raise RuleError(_("%(name)s left on %(day)s. Strike this pupil off the list.") % facts)
    return chosen


@change
def keep_signed_list(payment, *, photos, by):
    """Keep the list that those who got the money signed, when it came after the payment."""
    payment = lock(payment)
    if not photos:
        raise RuleError(_("Put the signed list in as a photo or a scan."), field="photos")
    payment.has_list = True
    payment.save(update_fields=["has_list"])
    claim(payment, photos, purpose="receipt", by=by)
    note(payment, "listed", by=by)
    return payment


@change
def reverse_subsidy_payment(payment, *, reason, by, pupils=None):
    """Take the payment of a class back by a red one (红字冲销); then it may be paid again as it should be.

    pupils: whose payment was wrong, None for all; what the others got is entered anew beside the red one. Returns the
    red SubsidyPayment. Raises RuleError for a red one and when nobody is chosen, WrongState when it was taken back.
    """
    subsidy = lock(payment.subsidy)
    status = Subsidy.FLOW.target("reverse", subsidy.status)
    if payment.corrects_id:
        raise RuleError(_("A red entry stays. Enter the right amount anew."))
    if SubsidyPayment.objects.filter(corrects=payment).exists():
        raise WrongState(_("This entry was taken back already."))
    rows = list(payment.rows.select_related("share__pupil").order_by("pk"))
    wrong = rows if pupils is None else [row for row in rows if row.share.pupil in pupils]
    if not wrong:
        raise RuleError(_("Tick the pupils whose subsidy is taken back."), field="pupils")
    entry = reverse_entry(payment.entry, reason=reason, by=by)
    red = _payment_like(payment, rows, entry, by, corrects=payment, reason=reason.strip())
    rest = [row for row in rows if row not in wrong]
    if rest:
        _enter_rest(payment, rest, red.on, by)
    _move(subsidy, status)
    text = f"{_(', ').join(row.share.pupil.name for row in wrong)} {red.reason}" if rest else red.reason
    note(payment, "reversed", by=by, text=text, tone="danger")
    note(red, "red", by=by, text=text, tone="danger")
    note(subsidy, "reversed", by=by, text=f"{payment.school_class.name} {text}", tone="danger")
    return red


def _enter_rest(payment, rows, on, by):
    """Enter what stays of a payment that was taken back for single pupils; its signed list is that of the first."""
    before = payment.entry
    entry = post_entry(
        payment.account, kind=before.kind, source=before.source, amount=sum(row.amount for row in rows), on=on,
        text=before.text, party=before.party, voucher=payment.voucher, about=payment.subsidy, by=by,
    )  # fmt: skip
    rest = _payment_like(payment, rows, entry, by, replaces=payment, has_list=payment.has_list)
    note(rest, "rest", by=by, text=before.number)


def _payment_like(payment, rows, entry, by, **facts):
    """Write a payment of the same class and way, out of its money entry: a red one, or the rest."""
    sign = -1 if entry.corrects_id else 1
    fresh = SubsidyPayment.objects.create(
        school_id=payment.school_id, subsidy=payment.subsidy, school_class=payment.school_class, way=payment.way,
        on=entry.on, account=payment.account, voucher=payment.voucher, amount=entry.amount, entry=entry, by=by,
        at=clock.now(), **facts,
    )  # fmt: skip
    SubsidyRow.objects.bulk_create(
        [
            SubsidyRow(payment=fresh, subsidy=payment.subsidy, share_id=row.share_id, amount=sign * row.amount)
            for row in rows
        ]
    )
    return fresh


def _close_when_paid(subsidy):
    """Paid out when nobody on the list is left; being paid out as soon as somebody was paid."""
    if not subsidy.shares.to_pay().exists():
        _move(subsidy, Subsidy.Status.DONE if subsidy.rows.exists() else subsidy.status)
    elif subsidy.rows.exists():
        _move(subsidy, Subsidy.Status.PAYING)


def _move(subsidy, status):
    subsidy.status = status
    subsidy.save(update_fields=["status"])


def _set_facts(subsidy, facts):
    for name, value in facts.items():
        setattr(subsidy, name, value.strip() if name in TEXTS else value)
    if subsidy.term.school_id != subsidy.school_id:
        raise RuleError(_("This belongs to another school."), field="term")
    if subsidy.term.covers_to < clock.today():
        raise RuleError(_("This term is over. Choose the present one or the next."), field="term")
    check_amount(subsidy.standard, _("the amount"), field="standard")
    if not subsidy.standard:
        raise RuleError(_("Write an amount of more than 0."), field="standard")


def _one_of_a_name():
    return refusing("one_subsidy_of_a_name_in_a_term", _("This term has a subsidy of this name already."), field="name")
