"""Drawing one's signature with finger, pen or mouse."""

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import DESK, PHONE

STROKES = [[(0.1, 0.3), (0.4, 0.2)], [(0.25, 0.1), (0.2, 0.8)], [(0.5, 0.2), (0.8, 0.25), (0.5, 0.6), (0.9, 0.7)]]


def draw(page):
    box = page.locator("[data-signature] canvas").bounding_box()
    for stroke in STROKES:
        places = [(box["x"] + box["width"] * across, box["y"] + box["height"] * down) for across, down in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=6)
        page.mouse.up()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1280"])
def test_what_is_drawn_stands_on_the_own_page_until_it_is_removed(visit, size):
    with visit("head", size=size) as page:
        page.goto("/me/signature/")
        draw(page)
        page.get_by_role("button", name="保存签名").click()
        expect(page.locator(".signature-paper img")).to_be_visible()

        page.get_by_role("link", name="移除").click()
        page.get_by_role("button", name="移除手写签名").click()

        expect(page.get_by_role("link", name="录入手写签名")).to_be_visible()


def test_what_was_cleared_is_not_sent(visit):
    with visit("head") as page:
        page.goto("/me/signature/")
        draw(page)
        page.get_by_role("button", name="清空").click()
        page.get_by_role("button", name="保存签名").click()

        expect(page.locator(".form-errors")).to_contain_text("请手写签名")
