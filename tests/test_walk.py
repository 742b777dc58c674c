"""Every page as nobody, as a stranger of another school, and as the people of the sample school."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from finance.models import BatchItem, Claim, ClaimBatch
from logistics import clock
from logistics.approvals import services as approvals
from logistics.attachments.models import Attachment
from logistics.checks.models import Version
from logistics.exchange.models import ImportBatch
from logistics.people.models import User
from logistics.reports.models import SchoolFont
from logistics.reports.periods import Scope, current_period
from logistics.reports.services import request_export
from logistics.school.models import Sticker
from repairs.models import Repair
from tests.addresses import addresses, unfilled
from tests.factories import TermFactory, user_with

pytestmark = [pytest.mark.usefixtures("sample_school", "paper_laid_out_once"), pytest.mark.django_db]

# Pages that show themselves without an account.
PUBLIC = {
    "people:sign_in",
    "healthz",
    "set_language",
    "assets:asset_label",
    "repairs_public:report",
    "repairs_public:follow",
    "open:page",
    "attachments:attachment_upload",
}

# Records that no school owns: the rules as shipped.
SHARED = {"rules:rule_detail", "rules:rule_set_value"}

# What they answer is no business of this file: health has tests of its own and needs running workers.
ELSEWHERE = {"healthz"}

ROLES = ["director", "principal", "vice_principal", "accountant", "admin", "repairer", "teacher", "class_teacher", "cook",
         "canteen_manager", "safety_officer", "asset_keeper", "guard", "bureau", "inspector", "parents"]  # fmt: skip


def complete(school):
    """Give the sample school one record of each kind that it does not bring along."""
    director = User.objects.get(username="director")
    counted = {"counts": dict.fromkeys(["new", "changed", "same", "error"], 0), "ignored": [], "lines": []}
    for kind in ("places", "repairs"):
        ImportBatch.objects.create(
            school=school,
            kind=kind,
            file_name="导入.xlsx",
            file="imports/导入.xlsx",
            uploaded_by=director,
            created_at=clock.now(),
            result=counted,
        )
    complete_approvals(school, director)
    complete_batches(school)
    request_export(school, current_period(school), Scope(), file_format="pdf", by=director)
    SchoolFont.objects.create(
        school=school, family="仿宋", name="仿宋", file="fonts/a.ttf", added_by=director, added_at=clock.now()
    )


def complete_approvals(school, director):
    """A route to come, and a stand-in."""
    steps = [{"asks": "role", "roles": ["principal"]}]
    coming = clock.today() + timedelta(days=30)
    approvals.set_route(school, kind="purchase", steps=steps, by=director, valid_from=coming)
    keeper = User.objects.get(username="asset_keeper")
    approvals.set_stand_in(director, school=school, stand_in=keeper, starts_on=coming, ends_on=coming, by=director)


def complete_batches(school):
    """A batch of claims, as a school has whose books are at the accounting centre."""
    claim = Claim.objects.of_school(school).filter(status="approved").first()
    batch = ClaimBatch.objects.create(
        school=school, number="BB-0001", center="核算中心", sent_on=clock.today(), sent_by=claim.claimed_by,
        created_at=clock.now(),
    )  # fmt: skip
    BatchItem.objects.create(batch=batch, claim=claim)


def special(school):
    """Arguments that no primary key of the page's model gives, as far as the school has such records."""
    photo = Attachment.objects.filter(school=school).exclude(width=None).first()
    repair = Repair.objects.of_school(school).filter(reporter=None).first()
    finding = school.check_findings.open().first()
    walked = school.check_rounds.filter(status="open").first()
    point = walked and walked.points.undone().first()
    draft = Version.objects.filter(template__school=school, published_at=None).first()
    heading = draft and draft.sections.first()
    item = heading and heading.items.first()
    begun_with = walked and walked.template
    batches = {batch.kind: batch.pk for batch in ImportBatch.objects.of_school(school)}
    found = {
        "attachments:attachment_file": {"token": photo and photo.token},
        "attachments:attachment_thumb": {"token": photo and photo.token},
        "exchange:import_create": {"kind": "places"},
        "exchange:import_template": {"kind": "places"},
        "exchange:batch_detail": {"pk": batches.get("places")},
        "exchange:batch_apply": {"pk": batches.get("places")},
        "exchange:batch_handout": {"pk": batches.get("places")},
        "repairs:import_apply": {"pk": batches.get("repairs")},
        "approvals:route_change": {"kind": "purchase"},
        "reports:text_update": {"section": "thinking"},
        "repairs:repair_round_of": {"person": User.objects.get(username="repairer").pk},
        "repairs_public:report": {"token": Sticker.objects.filter(place__school=school).first()},
        "repairs_public:follow": {"code": repair and repair.follow_code},
        "assets:asset_label": {"token": school.assets.first().token},
        "checks:here": {"token": Sticker.objects.filter(place__school=school).values_list("token", flat=True).first()},
        "checks:finding_follow_up": {"pk": finding and finding.pk, "way": "repair"},
        "checks:round_start": {"pk": begun_with and begun_with.pk},
        **{f"checks:round_{verb}": {"pk": walked and walked.pk} for verb in ("walk", "findings", "finish", "drop")},
        **{f"checks:point_{verb}": {"pk": point and point.pk} for verb in ("sign", "skip", "scan")},
        "checks:template_edit": {"pk": draft and draft.template_id},
        **{f"checks:version_{verb}": {"pk": draft and draft.pk} for verb in ("change", "publish", "drop")},
        "checks:section_add": {"pk": draft and draft.pk},
        **{f"checks:section_{verb}": {"pk": heading and heading.pk} for verb in ("change", "move", "remove")},
        "checks:item_add": {"pk": heading and heading.pk},
        **{f"checks:item_{verb}": {"pk": item and item.pk} for verb in ("change", "move", "remove")},
        "finance:goods_hand_over": {
            "pk": school.acceptances.to_hand_over().values_list("pk", flat=True).first(),
            "key": "direct",
        },
        "finance:quote_comparison": {"pk": school.quotes.values_list("request", flat=True).first()},
    }
    found |= fee_records(school)
    sticker = found["repairs_public:report"]["token"]
    found["repairs_public:report"]["token"] = sticker and sticker.token
    return {name: arguments for name, arguments in found.items() if None not in arguments.values()}


def fee_records(school):
    """A fee in the state each page is for."""
    fees = {item.status: item.pk for item in school.fee_items.filter(kind="agency")}
    collecting = ("collect", "consents", "spend", "settle", "stop")
    return {
        "open:page": {"code": school.code},
        "finance:fee_settlement": {"pk": fees.get("settled")},
        "finance:feeitem_refund": {"pk": fees.get("settled")},
        **{f"finance:feeitem_{verb}": {"pk": fees.get("collecting")} for verb in collecting},
    }


# Addresses whose argument names no record of a school.
GENERAL = {"exchange:import_create", "exchange:import_template", "approvals:route_change", "reports:text_update"}


def every_permission():
    return [f"{row.content_type.app_label}.{row.codename}" for row in Permission.objects.select_related("content_type")]


@pytest.fixture
def everywhere(sample_school):
    complete(sample_school)
    return addresses(sample_school, special(sample_school))


def test_the_sample_school_has_a_record_for_every_page(sample_school):
    complete(sample_school)

    assert unfilled(sample_school, special(sample_school)) == []


def test_nobody_in_particular_gets_no_page_but_the_public_ones(everywhere, client):
    open_to_all = [
        (str(address), answer.status_code)
        for address in everywhere
        if str(address) not in PUBLIC
        and (answer := client.get(address.url)).status_code not in (403, 404, 405)
        and not (answer.status_code == 302 and answer.url.startswith(reverse("people:sign_in")))
    ]

    assert open_to_all == []


def test_a_stranger_with_every_right_in_another_school_finds_none_of_our_records(everywhere, client_of):
    stranger = user_with(*every_permission())
    TermFactory(school=stranger.active_school)
    client = client_of(stranger)

    found = [
        (str(address), status)
        for address in everywhere
        if address.record and str(address) not in PUBLIC | SHARED | GENERAL
        for method in (client.get, client.post)
        if (status := method(address.url).status_code) not in (404, 405)
    ]

    assert found == []


def test_lists_show_a_stranger_nothing_of_ours(everywhere, client_of, sample_school):
    stranger = user_with(*every_permission())
    TermFactory(school=stranger.active_school)
    client = client_of(stranger)

    leaking = [
        str(address)
        for address in everywhere
        if not address.record
        and str(address) not in PUBLIC
        and (answer := client.get(address.url)).status_code == 200
        and not answer.streaming
        and any(mark in answer.content.decode(errors="replace") for mark in ("育才小学", "一号教学楼", "陈志强"))
    ]

    assert leaking == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_fails_for_the_people_who_work_here(everywhere, client_of, role):
    client = client_of(User.objects.get(username=role))

    failing = [
        (str(address), status)
        for address in everywhere
        if str(address) not in ELSEWHERE
        and (status := client.get(address.url).status_code) not in (200, 302, 403, 404, 405)
    ]

    assert failing == []
