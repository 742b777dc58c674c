"""What was typed outlives the network, the server and the session, and is sent once."""

import os
import re
import signal
import subprocess
from contextlib import contextmanager

import pytest
from django.utils.translation import gettext as _
from PIL import Image
from playwright.sync_api import expect

from logistics.sample.people import PASSWORD
from tests.browser.looking import fits, settle
from tests.waiting import wait_until

OFFLINE, ONLINE = True, False
DRAFTS = """() => new Promise((answer) => {
    const opening = indexedDB.open("logistics", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("drafts", { keyPath: "key" });
    opening.onsuccess = () => {
        const request = opening.result.transaction("drafts").objectStore("drafts").getAll();
        request.onsuccess = () => answer(request.result.map((draft) => JSON.stringify(draft.entries)));
    };
})"""
# A note leaves after a few seconds, whoever has seen it.
REMEMBER_NOTES = """
    window.noted = [];
    const isNote = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches(".note");
    new MutationObserver((changes) => {
        for (const { addedNodes } of changes) noted.push(...[...addedNodes].filter(isNote).map((note) => note.textContent));
    }).observe(document, { childList: true, subtree: true });
"""
# What the browser itself says about a lost connection is what these tests are about.
LOST = {"ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "status of 403", "status of 502"}


@pytest.fixture
def text(turn):
    return f"三楼东侧男卫生间的水龙头一直滴水，第 {turn} 次报修"


@pytest.fixture
def visit(visitors):
    @contextmanager
    def forgiving(*login):
        with visitors.visit(*login) as page:
            page.forgiven |= LOST
            yield page

    return forgiving


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.radial_gradient("L").resize((400, 300)).convert("RGB").save(path)
    return path


@pytest.fixture
def door(visit, stack):
    [(place,)] = stack.ask(
        "SELECT place.id FROM school_place place JOIN school_campus campus ON campus.id = campus_id"
        " WHERE label = '一号教学楼 102' AND campus.name = '南校区'"
    )
    with visit("director") as director:
        assert director.request.get(f"/repairs/setup/stickers.pdf?place={place}").ok
    [(token,)] = stack.ask("SELECT token FROM school_sticker WHERE place_id = %s AND revoked_at IS NULL", place)
    return f"/r/{token}/"


def test_a_report_sent_without_network_stays_and_goes_with_one_tap_when_it_is_back(visit, stack, door, photo, text):
    with visit() as reporter:
        reporter.goto(door)
        reporter.locator("label.tile, label.tap").filter(has_text="水电").first.click()
        reporter.get_by_label(_("Your name")).fill("家长赵女士")
        reporter.locator("[name=description]").fill(text)
        reporter.context.set_offline(OFFLINE)
        add_photo(reporter, photo)
        send(reporter)
        expect(status(reporter)).to_contain_text("尚未提交")
        fits(reporter)

        reporter.context.set_offline(ONLINE)
        status(reporter).get_by_role("button", name=_("Send now")).click()
        reporter.wait_for_url("**/follow/**")
        expect(reporter.locator(".photo-strip img")).to_have_count(1)
        reporter.goto(door)

        expect(reporter.locator("[name=description]")).to_have_value("")
        expect(reporter.locator(".draft-offer")).to_have_count(0)
    assert reports(stack, text) == 1


def test_a_draft_sent_twice_makes_one_record(visit, stack, text):
    with visit("teacher") as teacher:
        write_report(teacher, text)
        lose_answers(teacher, to="**/repairs/new/**")
        send(teacher)
        expect(status(teacher)).to_contain_text("尚未提交")
        assert reports(stack, text) == 1

        teacher.unroute_all()
        status(teacher).get_by_role("button", name=_("Send now")).click()
        teacher.wait_for_url(re.compile(r"/repairs/\d+/"))

    assert reports(stack, text) == 1


def test_with_the_server_killed_the_words_stay_until_it_is_up_again(visit, stack, text):
    with visit("teacher") as teacher:
        write_report(teacher, text)
        with web_killed(stack):
            send(teacher)
            expect(status(teacher)).to_contain_text("服务器没有回应")
        expect(teacher.locator("[name=description]")).to_have_value(text)

        wait_until(lambda: teacher.evaluate("fetch('/healthz').then(() => true, () => false)"), "the web server")
        status(teacher).get_by_role("button", name=_("Send now")).click()
        teacher.wait_for_url(re.compile(r"/repairs/\d+/"))

    assert reports(stack, text) == 1


def test_after_signing_in_again_the_form_is_as_it_was_photo_and_all(visit, stack, photo, text):
    with visit() as teacher:
        sign_in(teacher, "teacher")
        write_report(teacher, text)
        teacher.context.clear_cookies()
        add_photo(teacher, photo)
        send(teacher)
        expect(status(teacher)).to_contain_text("登录已失效")
        status(teacher).get_by_role("link", name=_("Sign in again")).click()
        expect(teacher.locator(".alert-info")).to_contain_text("登录后自动填回")
        fill_sign_in(teacher, "teacher")

        expect(teacher.locator("[name=description]")).to_have_value(text)
        expect(teacher.locator(".photos-item img")).to_be_visible()
        expect(status(teacher)).to_contain_text("已填回")
        send(teacher)
        teacher.wait_for_url(re.compile(r"/repairs/\d+/"))
        expect(teacher.locator(".photo-strip img").first).to_be_visible()

    assert reports(stack, text) == 1


def test_nobody_else_is_shown_or_sends_what_a_person_typed(visit, stack, text):
    with visit() as tablet:
        sign_in(tablet, "teacher")
        write_report(tablet, text)
        elsewhere = tablet.context.new_page()
        elsewhere.goto("/me/")
        elsewhere.locator("main [data-draft-forget] button").click()
        elsewhere.wait_for_url("**/sign-in/**")
        sign_in(elsewhere, "director")
        send(tablet)
        expect(status(tablet)).to_contain_text("另一个人")

        elsewhere.goto("/me/drafts/")
        expect(elsewhere.locator("[data-draft-none]")).to_be_visible()
        elsewhere.goto("/repairs/new/")
        elsewhere.wait_for_timeout(300)
        expect(elsewhere.locator(".draft-offer")).to_have_count(0)

    assert reports(stack, text) == 0


def test_the_list_of_drafts_opens_and_removes_them(visit):
    with visit("head") as head:
        head.goto("/finance/purchases/new/")
        head.locator("[name=title]").fill("更换操场音响")
        head.locator("[name=lines-0-name]").fill("音箱")
        head.locator("[data-lines-add]").click()
        head.locator("[name=lines-1-name]").fill("话筒")
        wait_until(lambda: [draft for draft in drafts(head) if "话筒" in draft], "the last word of the draft")
        head.goto("/me/drafts/")
        expect(head.locator(".draft-row")).to_contain_text("更换操场音响")
        fits(head)

        head.get_by_role("link", name=_("Go on with it")).click()
        expect(head.locator("[name=title]")).to_have_value("更换操场音响")
        expect(head.locator("[name=lines-1-name]")).to_have_value("话筒")
        head.goto("/me/drafts/")
        head.get_by_role("button", name=_("Delete")).click()
        head.locator("#confirm-dialog [value=yes]").click()

        expect(head.locator("[data-draft-none]")).to_be_visible()


def test_what_is_to_go_by_itself_goes_as_soon_as_the_network_is_back(visit, stack, text):
    with visit("repairer") as repairer:
        write_report(repairer, text, by_itself=True)
        repairer.context.set_offline(OFFLINE)
        send(repairer)
        expect(status(repairer)).to_contain_text("联网后自动提交")
        expect(repairer.locator(".person-button [data-draft-badge]")).to_be_visible()

        repairer.context.set_offline(ONLINE)
        repairer.wait_for_url(re.compile(r"/repairs/\d+/"))
        expect(repairer.locator(".person-button [data-draft-badge]")).to_be_hidden()

    assert reports(stack, text) == 1


def test_with_its_page_closed_it_goes_from_whatever_page_is_opened_next(visit, stack, text):
    with visit("repairer") as repairer:
        write_report(repairer, text, by_itself=True)
        repairer.context.set_offline(OFFLINE)
        send(repairer)
        expect(status(repairer)).to_contain_text("联网后自动提交")
        repairer.goto("about:blank")
        repairer.context.set_offline(ONLINE)

        repairer.add_init_script(REMEMBER_NOTES)
        repairer.goto("/")

        repairer.wait_for_function("() => noted.some((note) => note.includes('已自动提交'))")
        nothing_kept(repairer)

    assert reports(stack, text) == 1


def test_pins_and_passwords_are_never_kept(visit):
    with visit("cook") as cook:
        cook.goto("/me/pin/")
        cook.locator("[name=pin]").fill("4071")
        cook.wait_for_timeout(600)

        assert drafts(cook) == []


def test_signing_out_of_a_shared_device_forgets_what_was_typed(visit, text):
    with visit() as tablet:
        sign_in(tablet, "teacher", own_phone=False)
        write_report(tablet, text)
        wait_until(lambda: [draft for draft in drafts(tablet) if text in draft], "the draft")
        tablet.goto("/me/")

        tablet.locator("main [data-draft-forget] button").click()
        tablet.wait_for_url("**/sign-in/**")

        nothing_kept(tablet)


def write_report(page, text, *, by_itself=False):
    page.goto("/repairs/new/")
    settle(page)
    if by_itself:
        page.evaluate("document.querySelector('form[data-warn-leave]').dataset.draftSend = ''")
    place = page.locator("select[name=place] option").nth(3).get_attribute("value")
    page.evaluate("(value) => document.querySelector('select[name=place]').tomselect.setValue(value)", place)
    page.locator("label.tile, label.tap").filter(has_text="水电").first.click()
    page.locator("[name=description]").fill(text)


def send(page):
    page.locator("main .form-buttons [data-busy-button]").click()


def status(page):
    return page.locator("main .draft-status:not(.draft-offer)")


def add_photo(page, path):
    page.locator("[data-photos] input[type=file]").last.set_input_files(path)
    expect(page.locator(".photos-item")).to_have_count(1)


def drafts(page):
    """Return what is written in each draft that stands in the browser."""
    return page.evaluate(DRAFTS)


def nothing_kept(page):
    wait_until(lambda: drafts(page) == [], "the end of the last draft")


def sign_in(page, login, *, own_phone=True):
    page.goto("/sign-in/")
    if not own_phone:
        page.locator("[name=remember]").uncheck()
    fill_sign_in(page, login)


def fill_sign_in(page, login):
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main form .btn-primary")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def lose_answers(page, *, to):
    """Let what is sent arrive, but not its answer: a proxy gives up."""

    def lose(route):
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.fulfill(status=502, body="Bad Gateway")
        else:
            route.continue_()

    page.route(to, lose)


@contextmanager
def web_killed(stack):
    """Kill the web server; the supervisor, which would start it again at once, sleeps until the end of the block."""
    found = ["ps", "-o", "pid=,args=", "--ppid", str(stack.process.pid)]
    children = subprocess.run(found, capture_output=True, text=True, check=True).stdout.splitlines()
    [web] = [line.split()[0] for line in children if "gunicorn" in line]
    stack.process.send_signal(signal.SIGSTOP)
    try:
        os.killpg(int(web), signal.SIGKILL)
        yield
    finally:
        stack.process.send_signal(signal.SIGCONT)


def reports(stack, text):
    [(count,)] = stack.ask("SELECT count(*) FROM repairs_repair WHERE description = %s", text)
    return count
