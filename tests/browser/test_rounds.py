"""A round on the phone: with network and without, a failed item that becomes a repair, and the grid that fills."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.looking import fits
from tests.browser.visiting import DESK

CHECKLIST = "夜间巡查（防火巡查）"
ROOMS, ROOMS_DUTY = "“三室”每日检查", "“三室”、教室、办公室每日安全检查"
TO_DO, DONE = "·", "✓"
CLEAR, SENT, KEPT = "本点位逐项已查，无异常", "已提交", "保存在手机"
WORDS = "灭火器压力不足"
OFFLINE_WORDS = {"ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED"}  # the browser calls each lost request an error


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.radial_gradient("L").resize((1600, 1200)).convert("RGB").save(path)
    return path


def test_a_round_goes_on_without_network_and_a_failed_item_becomes_a_repair(visit, stack, photo, turn):
    words = f"{WORDS} {turn}"
    with visit("safety_officer") as officer:
        officer.forgiven |= OFFLINE_WORDS
        number = begin(officer)
        fits(officer)
        count = officer.locator("[data-point-form]").count()

        sign_here(officer, CLEAR)
        expect(net(officer)).to_have_text(f"{SENT} 1 个点位")

        officer.context.set_offline(True)
        mark_failed(officer, "消防设施器材", words, photo)
        sign_here(officer, "有 1 项异常，已逐项查看")
        for _place in range(count - 2):
            sign_here(officer, CLEAR)
        expect(net(officer)).to_contain_text(f"{count - 1} 个点位已{KEPT}")
        assert signed(stack, number) == 1
        fits(officer)

        officer.context.set_offline(False)
        expect(net(officer)).to_have_text(f"{SENT} {count} 个点位")
        assert signed(stack, number) == count

        found = officer.locator("[data-found]")
        expect(found).to_contain_text(words)
        fits(officer)
        found.get_by_role("link", name="转报修").click()
        expect(officer.locator("select[name=trade]")).to_be_attached()
        fits(officer)
        officer.locator("select[name=trade]").select_option(index=1)
        officer.locator("main .form-buttons .btn-primary").click()

        expect(officer.locator("[data-found]")).to_contain_text("BX-")
        officer.locator("[data-step=finish] textarea[name^=text-]").fill("无")
        officer.get_by_role("button", name="签名并完成检查").click()
        officer.wait_for_url(re.compile(r"/checks/\d+/$"))
        expect(officer.locator("main")).to_contain_text("待复核签名")
        expect(officer.locator("main")).to_contain_text(words)
        fits(officer)

    [(source, photos)] = stack.ask(
        "SELECT source, (SELECT count(*) FROM attachments_attachment file JOIN django_content_type kind"
        " ON kind.id = file.record_type_id WHERE kind.model = 'repair' AND file.record_id = repair.id)"
        " FROM repairs_repair repair WHERE description LIKE %s",
        f"%{words}",
    )
    assert (source, photos) == ("check", 1)


def test_a_finish_without_network_arrives_after_its_places(visit, stack):
    with visit("safety_officer") as officer:
        officer.forgiven |= OFFLINE_WORDS
        number = begin(officer)
        count = officer.locator("[data-point-form]").count()
        officer.context.set_offline(True)
        for _place in range(count):
            sign_here(officer, CLEAR)
        officer.locator("[data-step=finish] textarea[name^=text-]").fill("无")
        officer.get_by_role("button", name="签名并完成检查").click()
        expect(officer.locator("[data-finish-form] [data-draft-status]")).to_contain_text("联网后自动提交")

        officer.context.set_offline(False)

        officer.wait_for_url(re.compile(r"/checks/\d+/$"))
    assert stack.ask("SELECT status FROM checks_round WHERE number = %s", number) == [("to_sign",)]


def test_the_grid_of_the_month_fills_when_a_round_arrives_that_was_finished_without_network(visit, stack):
    with visit("it") as inspector, visit("director", size=DESK) as director:
        assert square(director) == TO_DO
        begin(inspector, ROOMS)
        count = inspector.locator("[data-point-form]").count()
        look_at_what_is_entered_singly(inspector)
        sign_here(inspector, CLEAR)
        expect(net(inspector)).to_have_text(f"{SENT} 1 个点位")

        inspector.context.set_offline(True)
        for _place in range(count - 1):
            look_at_what_is_entered_singly(inspector)
            sign_here(inspector, CLEAR)
        inspector.get_by_role("button", name="签名并完成检查").click()
        expect(inspector.locator("[data-finish-form] [data-draft-status]")).to_contain_text("联网后自动提交")
        assert square(director) == TO_DO

        inspector.context.set_offline(False)
        inspector.wait_for_url(re.compile(r"/checks/\d+/$"))
        assert square(director) == DONE


# --- what people do ---------------------------------------------------------------------------------------------------


def begin(page, checklist=CHECKLIST):
    """Begin a round from the list of checklists; return its number."""
    page.goto("/checks/start/")
    page.get_by_role("link", name=checklist).filter(has_text="开始").last.click()
    expect(page.get_by_role("button", name="开始检查", exact=True)).to_be_visible()
    fits(page)
    page.get_by_role("button", name="开始检查", exact=True).click()
    page.wait_for_url("**/walk/")
    expect(page.locator(".walk.is-guided")).to_be_visible()
    return page.locator(".page-number").inner_text().strip()


def here(page):
    return page.locator(".walk-step.is-here")


def net(page):
    return page.locator("[data-walk-net]")


def sign_here(page, words):
    """Sign the place in sight by the button that says ``words``; the next one comes by itself."""
    step = here(page).get_attribute("data-step")
    here(page).get_by_role("button", name=words, exact=True).click()
    expect(page.locator(f"[data-step='{step}']")).not_to_be_visible()


def look_at_what_is_entered_singly(page):
    """Say of each item here that no signature covers that it is in order."""
    for in_order in here(page).locator("[data-single] .pick-pass").all():
        in_order.click()


def square(page):
    """Return the sign of the duty of the three rooms today in the grid of the month."""
    page.goto("/duties/completeness/")
    line = page.locator("table.grid tr").filter(has_text=ROOMS_DUTY)
    today = int(page.locator("th.is-today").evaluate("head => [...head.parentElement.children].indexOf(head)"))
    return line.locator("th, td").nth(today).inner_text().strip()


def mark_failed(page, item, words, photo):
    ask = here(page).locator("[data-ask]").filter(has_text=item)
    ask.locator(".pick").filter(has_text="不符合").click()
    ask.locator("textarea").fill(words)
    ask.locator("[data-photos] input[type=file]").first.set_input_files(photo)
    expect(ask.locator("[data-photos-list] > li")).to_have_count(1)


def signed(stack, number):
    [(count,)] = stack.ask(
        "SELECT count(*) FROM checks_point point JOIN checks_round round ON round.id = round_id"
        " WHERE number = %s AND signed_at IS NOT NULL",
        number,
    )
    return count
