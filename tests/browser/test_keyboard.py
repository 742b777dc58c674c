"""The keyboard alone is enough, and shows where it is."""

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import DESK, PHONE

STEPS = 12

# Where the focus is, and whether it is seen there or on what stands for a hidden input: an outline or a ring of shadow.
FOCUS = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const parts = [element, element.closest("label, .ts-wrapper")].filter(Boolean).map((part) => getComputedStyle(part));
    const seen = parts.some((style) => (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none");
    return [element.tagName, element.getAttribute("aria-label") || element.textContent.trim().slice(0, 20), element.parentElement.className, seen];
}"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
@pytest.mark.parametrize("path", ["/", "/repairs/", "/repairs/new/", "/finance/purchases/new/", "/reports/"])
def test_the_focus_is_seen_wherever_it_goes(visit, path, size):
    with visit("director", size=size) as page:
        page.goto(path)
        page.evaluate("document.activeElement.blur()")

        seen = []
        for _step in range(STEPS):
            page.keyboard.press("Tab")
            seen.append(page.evaluate(FOCUS))

        assert None not in seen
        assert [place for place in seen if not place[-1]] == []


def test_the_first_key_leads_past_the_menu_to_the_content(visit):
    with visit("director", size=DESK) as page:
        page.goto("/repairs/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        expect(page.locator(".skip-link")).to_be_in_viewport()

        page.keyboard.press("Enter")

        expect(page.locator("#content")).to_be_focused()


def test_taking_a_line_away_leaves_the_keyboard_among_the_lines(visit):
    with visit("director", size=DESK) as page:
        page.goto("/finance/purchases/new/")
        removes = page.locator("[data-line-remove]")
        expect(removes).to_have_count(2)

        removes.first.press("Enter")

        expect(removes).to_have_count(1)
        expect(removes).to_be_focused()

        removes.press("Enter")

        expect(page.locator("[data-lines-add]")).to_be_focused()


def test_signing_in_takes_the_keyboard_alone(visit):
    with visit() as page:
        page.goto("/sign-in/")
        expect(page.locator("[name=username]")).to_be_focused()
        page.keyboard.type("nobody")
        page.keyboard.press("Tab")
        page.keyboard.type("wrong password")
        page.keyboard.press("Enter")

        expect(page.locator(".form-errors")).to_be_visible()
        expect(page.locator("[name=username]")).to_have_value("nobody")
