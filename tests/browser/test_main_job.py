"""The three things the product is for, done in a browser on a real stack, on the phone and at the desk."""

import io
import re

import pytest
from django.utils.translation import gettext as _
from docx import Document
from PIL import Image
from playwright.sync_api import expect

from logistics.paper.amounts import in_words
from logistics.sample.people import PEOPLE
from tests.browser.looking import fits, settle
from tests.browser.stack import STRANGER
from tests.browser.visiting import DESK, PHONE
from tests.paper.pdf_reading import fonts_not_embedded, missing_glyphs, pages_of, text_of

LOGINS = {names[0]: role for role, names in PEOPLE}
MOST_SIGNATURES = 8


@pytest.fixture(params=[PHONE, DESK], ids=["390", "1280"])
def size(request):
    return request.param


@pytest.fixture
def photo(tmp_path):
    """A picture as a phone camera makes it: large, with a gradient instead of one flat colour."""
    path = tmp_path / "photo.jpg"
    Image.radial_gradient("L").resize((2400, 1800)).convert("RGB").save(path, exif=Image.Exif())
    return path


@pytest.fixture
def door(visit, stack):
    """The address that the QR code on a door holds, once the director has printed it."""
    [(place,)] = stack.ask(
        "SELECT place.id FROM school_place place JOIN school_campus campus ON campus.id = campus_id"
        " WHERE label = '一号教学楼 101' AND campus.name = '南校区'"
    )
    with visit("director") as director:
        assert director.request.get(f"/repairs/setup/stickers.pdf?place={place}").ok
    [(token,)] = stack.ask("SELECT token FROM school_sticker WHERE place_id = %s AND revoked_at IS NULL", place)
    return f"/r/{token}/"


def test_a_fault_reported_at_a_door_is_repaired_and_rated(visit, size, door, photo):
    with (
        visit(size=size) as reporter,
        visit("director", size=size) as director,
        visit("repairer", size=size) as repairer,
    ):
        reporter.goto(door)
        expect(reporter.locator("main")).to_contain_text("一号教学楼 101")
        fits(reporter)
        tap(reporter, "水电")
        tap(reporter, "水龙头")
        upload(reporter, photo)
        reporter.get_by_label(_("Your name")).fill("家长王女士")
        press(reporter, _("Send the report"))
        fits(reporter)
        number = reporter.locator(".page-subtitle").inner_text()

        open_record(director, number)
        press(director, _("Accept the report"))  # the rule of the campus sends 李大山
        for name in ["钱福生", "李大山"]:
            press(director, _("Send somebody"))
            choose(director, "person", name)
            press(director, _("Send somebody"))

        open_record(repairer, number)
        expect(repairer.locator(".photo-strip img").first).to_be_visible()
        press(repairer, _("Take the job"))
        press(repairer, _("Job finished"))
        upload(repairer, photo)
        choose(repairer, "parts-kind", "水龙头")
        repairer.locator("[name=parts-quantity]").first.fill("2")
        press(repairer, _("Job finished"))
        expect(repairer.locator("main")).to_contain_text("水龙头")

        reporter.reload()
        tap(reporter, "★★★★★")
        press(reporter, _("Yes, it is repaired"))

        expect(reporter.locator(".chip").first).to_have_text(_("done"))
        expect(reporter.locator(".follow-stars")).to_have_text("★★★★★")
        expect(reporter.locator(".photo-strip img")).to_have_count(2)


def test_a_purchase_takes_effect_with_the_principals_signature(visit, size, turn):
    title = f"更换多功能厅音响 {turn}"
    with visit("head", size=size) as asker:
        write_request(asker, title=title)
        expect(asker.locator("#plan")).to_contain_text("周明远")
        press(asker, _("Next: who will sign"))
        press(asker, _("Submit for approval"))
        address = re.search(r"/finance/purchases/\d+/", asker.url).group()
        assert _("Not approved") in slip_of(asker, address)

        signed = []
        while len(signed) < MOST_SIGNATURES and (name := next_to_sign(asker, address)):
            with visit(LOGINS[name], size=size) as signer:
                sign(signer, title)
            signed.append(name)

        assert signed[-1] == "周明远"
        slip = slip_of(asker, address)
        assert _("Not approved") not in slip
        assert in_words("9800.00") in slip
        assert all(name in slip for name in signed)


def test_each_figure_of_the_summary_opens_its_list(visit):
    with visit("director") as director:
        figures = figures_on_screen(director)

        assert len(figures) > 20
        assert [wrong for text, address in figures if (wrong := proof_differs(director, text, address))] == []


def test_the_files_of_the_summary_hold_its_figures(visit, size):
    with visit("director", size=size) as director:
        figures = figures_on_screen(director)
        director.locator(".document a[data-figure]").first.click()
        expect(director.locator("[data-figure-value]")).to_have_text(figures[0][0])

        pdf = fetch_file(director, "PDF")
        docx = fetch_file(director, "Word")

    texts = {re.sub(r"\s", "", text) for text, _address in figures}
    for words in (prose_of(pdf), words_of(docx)):
        assert [text for text in texts if text not in words] == []
    assert (fonts_not_embedded(pdf), missing_glyphs(pdf)) == (set(), 0)


def test_what_was_typed_survives_an_error(visit, size):
    with visit("head", size=size) as asker:
        write_request(asker, title="只写了一半的申请", reason="")
        asker.get_by_role("button", name=_("Next: who will sign"), exact=True).click()

        expect(asker.locator(".form-errors")).to_be_visible()
        expect(asker.get_by_label(_("What for"))).to_have_value("只写了一半的申请")
        expect(asker.locator("[name=lines-0-name]")).to_have_value("音响")
        asker.locator("[data-leave-ok]").click()


def test_a_double_click_makes_one_record(visit, stack, size, door, turn):
    words = f"连点两下 {turn}"
    with visit(size=size) as reporter:
        reporter.goto(door)
        tap(reporter, "桌椅木工")
        reporter.get_by_label(_("What is wrong")).fill(words)
        reporter.get_by_label(_("Your name")).fill("家长李先生")
        reporter.get_by_role("button", name=_("Send the report"), exact=True).dblclick()
        reporter.wait_for_url("**/follow/**")

    assert stack.ask("SELECT count(*) FROM repairs_repair WHERE description = %s", words) == [(1,)]


@pytest.mark.parametrize("name", ["repairs:repair_detail", "finance:purchase_detail", "approvals:case_detail"])
def test_people_of_another_school_find_nothing_here(visitors, sample_addresses, name):
    with visitors.visit(STRANGER) as stranger:
        stranger.forgiven.add("status of 404")  # the browser itself calls it an error
        path, _login = sample_addresses[name]
        answer = stranger.goto(path)

        assert answer.status == 404
        expect(stranger.locator("main")).to_contain_text(_("This page was not found"))


# --- what people do ---------------------------------------------------------------------------------------------------


def press(page, text):
    """Press a button or link of the page, in its menu where it has no room, and wait for the next page."""
    named = {"name": text, "exact": True}
    wanted = page.locator("main").get_by_role("button", **named).or_(page.locator("main").get_by_role("link", **named))
    settle(page)
    if not wanted.first.is_visible():
        page.get_by_role("button", name=_("More actions")).click()
    with page.expect_navigation():
        wanted.first.click()


def tap(page, text):
    page.locator("label.tile, label.tap").filter(has_text=re.compile(rf"^\s*{text}\s*$")).filter(visible=True).click()


def choose(page, field, text):
    """Choose the first option of a select that begins with ``text``."""
    select = page.locator(f"select[name={field}]").first
    option = select.locator("option").filter(has_text=re.compile(rf"^\s*{text}")).first
    select.select_option(option.get_attribute("value"))


def upload(page, path):
    page.locator("[data-photos] input[type=file]").last.set_input_files(path)
    expect(page.locator(".photos-item input[type=hidden]")).to_have_count(1)


def open_record(page, number):
    """Type the number into the search of the whole; it jumps to the record."""
    page.goto(f"/search/?q={number}")
    expect(page.locator(".page-number")).to_contain_text(number)


def write_request(page, *, title, reason="原音响已损坏，无法开家长会"):
    page.goto("/finance/purchases/new/")
    settle(page)
    page.get_by_label(_("What for")).fill(title)
    page.locator("[name=reason]").fill(reason)
    for name, text in {"name": "音响", "quantity": "2", "measure_word": "套", "unit_price": "4900"}.items():
        page.locator(f"[name=lines-0-{name}]").fill(text)


def next_to_sign(page, address):
    """Return the name of one who may sign next, None when the last one has signed."""
    page.goto(address)
    waiting = page.locator(".way [aria-current=step] .way-people")
    return waiting.inner_text().split("、")[0].split()[0] if waiting.count() else None


def sign(page, title):
    page.goto("/approvals/")
    card = page.locator("article").filter(has_text=title)
    card.get_by_role("button", name=_("Agree"), exact=True).click()
    expect(card).to_have_count(0)
    expect(page.locator(".alert-success")).to_be_visible()


def slip_of(page, address):
    """Return the text of the approval slip on paper."""
    pdf = page.request.get(f"{address}slip.pdf").body()
    assert (fonts_not_embedded(pdf), missing_glyphs(pdf)) == (set(), 0)
    return text_of(pdf)


def figures_on_screen(page):
    """Return [(text, address of its list)] of the summary of this term."""
    page.goto("/reports/")
    return page.locator(".document a[data-figure]").evaluate_all(
        "links => links.map(link => [link.textContent, link.getAttribute('href')])"
    )


def proof_differs(page, text, address):
    """Open the list behind a figure; return what it says when that is not what the figure says."""
    proof = page.request.get(address).text()
    value = re.search(r"data-figure-value>([^<]*)<", proof)
    return None if value and value.group(1) == text else (text, value and value.group(1), address)


def fetch_file(page, label):
    """Ask for the summary as a file, wait until the worker has made it, and return its bytes."""
    page.goto("/reports/")
    with page.expect_navigation():
        page.locator(".summary-formats").get_by_role("button", name=label).click()
    download = page.locator("main").get_by_role("link", name=_("Download"), exact=True)
    expect(download).to_be_visible(timeout=180_000)
    fits(page)
    with page.expect_download() as started:
        download.click()
    return started.value.path().read_bytes()


def prose_of(pdf):
    """Return the whole text of a PDF without spaces and page numbers."""
    return "".join(re.sub(r"—\d+—$", "", re.sub(r"\s", "", page.extract_text())) for page in pages_of(pdf))


def words_of(docx):
    """Return the whole text of a Word file without spaces."""
    return re.sub(r"\s", "", "".join(Document(io.BytesIO(docx)).element.body.itertext()))
