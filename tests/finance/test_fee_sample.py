"""The fees of the sample school tell a true story, with what went wrong."""

import pytest

from finance.models import DepositBack, FeeCollection, FeeItem, FeeShare, MoneyEntry, MonthClosing
from finance.statements.fees import fees_collected, fees_settled, no_stray_charges
from logistics.reports.statements import Period, Scope
from logistics.school.models import Pupil

pytestmark = [pytest.mark.usefixtures("sample_school"), pytest.mark.django_db]


def periods(school):
    return [Period.of_term(term) for term in school.terms.order_by("covers_from")]


def test_last_term_collected_only_what_was_published_and_refunded_the_rest(sample_school):
    last, _current = periods(sample_school)

    only, published_first, deposited = fees_collected(sample_school, last, Scope()).claims

    assert (only.is_kept, published_first.is_kept, deposited.is_kept) == (True, True, False)
    assert "作业本费" in only.sentence.text and "课后服务费" in only.sentence.text
    assert deposited.against.value == 1
    assert all(claim.is_kept for claim in fees_settled(sample_school, last, Scope()).claims)
    assert not FeeShare.objects.of_school(sample_school).to_refund().exists()


def test_a_stray_charge_was_found_and_paid_back_so_the_four_noes_are_not_claimed(sample_school):
    last, _current = periods(sample_school)

    (claim,) = no_stray_charges(sample_school, last, Scope()).claims

    assert claim.is_broken
    assert "432.00" in claim.breach.text


def test_classes_have_believable_sizes_and_two_pupils_left(sample_school):
    sizes = [school_class.pupils.count() for school_class in sample_school.classes.all()]

    assert 30 <= min(sizes) and max(sizes) <= 45
    assert Pupil.objects.of_school(sample_school).exclude(left_on=None).count() == 2


def test_this_term_is_half_way_with_cash_that_is_late(sample_school):
    items = FeeItem.objects.of_school(sample_school)

    assert set(items.values_list("status", flat=True)) == {"draft", "collecting", "settled"}
    assert FeeCollection.objects.of_school(sample_school).to_deposit().count() == 2


def test_one_pupil_got_cash_back_that_was_in_the_bank_and_the_class_keeps_the_rest(sample_school):
    back = DepositBack.objects.get(deposited__entry__school=sample_school)
    rest = FeeCollection.objects.get(replaces__entry=back.deposited.entry)

    assert rest.rows.count() == rest.replaces.rows.count() - 1
    assert rest.entry.deposited.transfer.arriving.account == back.transfer.leaving.account


def test_every_closed_month_was_reported_but_for_one_that_the_superior_office_missed(sample_school):
    closed = MonthClosing.objects.of_school(sample_school).closed()

    assert closed.count() > 3
    assert not closed.exclude(pk__in=closed.reported_to("school")).exists()
    assert closed.exclude(pk__in=closed.reported_to("school", "superior")).count() == 1


def test_an_advance_was_paid_out_anew_after_a_slip(sample_school):
    taken_back = MoneyEntry.objects.of_school(sample_school).filter(kind="advance", corrects__isnull=False)

    assert [entry.about.status for entry in taken_back] == ["out"]
