"""Every page as those see it who work with it: readable, reachable, in Chinese, within the screen, within the policy."""

from contextlib import contextmanager

import pytest

from tests.addresses import LOGINS, patterns
from tests.browser import looking
from tests.browser.visiting import DESK

# Files, parts of pages, and addresses that only take what is sent to them.
NO_PAGES = {
    "finance:acceptance_slip", "finance:order_slip", "assets:asset_labels", "assets:asset_register", "attachments:attachment_file",
    "attachments:attachment_thumb", "attachments:attachment_upload", "canteen:foodsample_discard_many",
    "canteen:foodsample_record", "canteen:healthcertificate_register", "exchange:batch_handout",
    "exchange:import_template", "finance:budgetline_workbook", "finance:purchase_ledger", "finance:purchase_preview",
    "finance:purchase_slip", "finance:quote_comparison", "finance:supplier_workbook", "healthz",
    "finance:agreement_paper", "finance:batch_sheet", "finance:batch_workbook", "finance:claim_slip",
    "finance:claim_workbook", "finance:closing_paper", "finance:compensation_slip", "finance:contribution_thanks",
    "finance:subsidy_paper", "finance:feeday_paper", "finance:audit_paper", "finance:closing_report_paper", "finance:acceptance_handed", "finance:grant_paper",
    "finance:reading_bill",
    "finance:fee_publication", "finance:fee_settlement", "finance:letterrun_file", "finance:letterrun_progress",
    "finance:public_poster",
    "notices:delivery_open", "notices:notice_open", "notices:notice_read_all", "notices:robot_test", "people:sign_out",
    "people:switch_school", "checks:item_move", "checks:item_remove", "checks:point_scan", "checks:point_sign",
    "checks:point_skip", "checks:round_countersign_many", "checks:round_findings", "checks:round_finish",
    "checks:section_move", "checks:section_remove", "checks:round_print", "checks:template_install", "checks:template_print", "checks:version_print",
    "duties:duty_preview", "duties:roster_export", "repairs:import_template", "repairs:repair_slip", "repairs:rule_remove", "repairs:stickers", "repairs:usual_trades",
    "reports:export_file", "reports:export_progress", "safety:hazard_ledger", "set_language",
}  # fmt: skip

# Addresses of a part of the editor of checklists: they lead to the editor with that part open.
LEAD_ON = {"checks:item_add", "checks:item_change", "checks:section_change"}

# Pages that need more than an address: what was just done, what is asked, who signs; or that name a rule by its key.
ASKED_FOR = {
    "people:first_password", "reports:export_create", "reports:figure", "repairs:repair_urge",
    "canteen:tablet_discard", "canteen:tablet_take", "rules:rule_detail", "reports:text_update",
}  # fmt: skip

# Who opens a page in this test: the first of these who may. None is nobody in particular.
VISITORS = [LOGINS[0], None, *LOGINS[1:]]

# Words that are the same in a Chinese office, and what is data: login names.
WORDS = {
    "excel", "word", "docx", "xlsx", "wechat", "json", "https", "http", "webhook",
    *LOGINS,
}  # fmt: skip


@pytest.mark.parametrize("name", sorted({name for name, _pattern in patterns()} - NO_PAGES - ASKED_FOR))
def test_every_page_is_fit_for_those_who_use_it(visitors, sample_addresses, name):
    if name not in sample_addresses:
        pytest.skip("the sample school has no record for it; tests/test_walk.py wants one")
    path, login = sample_addresses[name]
    with opened(visitors, path, login, leads_on=name in LEAD_ON) as page:
        wrong = {"english": looking.english(page, WORDS), "phone": looking.barriers(page)}
        wrong["wide at 390"] = looking.overflowing(page)
        page.set_viewport_size({"width": looking.NARROWEST, "height": 640})
        wrong["wide at 320"] = looking.overflowing(page)
        page.set_viewport_size(DESK)
        wrong["desk"] = looking.barriers(page)
        wrong["wide at 1280"] = looking.overflowing(page)
        looking.in_the_dark(page)
        wrong["dark"] = looking.barriers(page, looking.CONTRAST)
        wrong["browser"] = list(page.complaints)

        assert {what: found for what, found in wrong.items() if found} == {}


@contextmanager
def opened(visitors, path, meant_for, *, leads_on=False):
    """Yield the page at ``path`` (or, with ``leads_on``, the one it leads to), opened by the first person who may."""
    answers = {}
    for login in [meant_for] if meant_for else VISITORS:
        with visitors.visit(login) as page:
            answer = page.request.get(path, max_redirects=0)
            answers[login] = f"{answer.status} {answer.headers.get('content-type', '')}"
            led = leads_on and answer.status == 302 and "/sign-in" not in answer.headers["location"]
            if answer.status == 200 or led:
                page.goto(path)
                looking.settle(page)
                yield page
                return
    raise AssertionError(f"Nobody gets {path}: {answers}")
