"""What is wrong with a page for those who look at it, press its keys, or have it read to them."""

import re

from axe_playwright_python.base import AXE_SCRIPT

GRAVE = {"serious", "critical"}
NARROWEST = 320  # CSS pixels

CONTRAST = ["color-contrast"]

RUN_AXE = """async (rules) => {
    const found = await axe.run(document, { resultTypes: ["violations"], ...(rules ? { runOnly: rules } : {}) });
    return found.violations.map((rule) => [rule.impact, rule.id, rule.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")]);
}"""

OVERFLOWING = """() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1);
    const named = (element) => [element.tagName.toLowerCase(), ...element.classList].join(".");
    return [`${document.scrollingElement.scrollWidth} px wide`, ...new Set(wide.map(named))].slice(0, 5);
}"""

# Text in sight, and what a screen reader says, outside of what is deliberately in another language.
SAID = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const said = [document.title];
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (element.closest("script, style, textarea, code, kbd, [lang=en]")) continue;
        if (element.checkVisibility({ visibilityProperty: true })) said.push(walker.currentNode.textContent.trim());
    }
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
        for (const element of document.querySelectorAll(`[${name}]:not([lang=en])`)) said.push(element.getAttribute(name));
    }
    return said.filter((text) => /[A-Za-z]{4}/.test(text));
}"""
ENGLISH = re.compile(r"[A-Za-z]{4,}")
ADDRESS = re.compile(r"https?://\S+|[\w.-]+@[\w.-]+|\S+\.(?:pdf|docx|xlsx|jpg|jpeg|png)\b|/\w+/\S*")


def barriers(page, rules=None):
    """Return what axe finds serious or critical, of all its rules or only these: [rule and where]."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    return [f"{rule}: {where}" for impact, rule, where in page.evaluate(RUN_AXE, rules) if impact in GRAVE]


def overflowing(page):
    """Return what makes the page wider than the screen, nothing when it is not."""
    return page.evaluate(OVERFLOWING)


def english(page, allowed):
    """Return the texts of a Chinese page that hold an English word not in ``allowed`` (lower case)."""
    return [
        text
        for text in page.evaluate(SAID)
        if any(word.lower() not in allowed for word in ENGLISH.findall(ADDRESS.sub("", text)))
    ]


def fits(page):
    """The page in sight, once it is all there, keeps nobody out and stays within the screen."""
    settle(page)
    assert (barriers(page), overflowing(page)) == ([], [])


def in_the_dark(page):
    """Turn the lights off, and wait until the colours have been painted."""
    page.evaluate("""async () => {
        document.documentElement.dataset.bsTheme = "dark";
        const ending = document.getAnimations().filter((one) => one instanceof CSSTransition);
        await Promise.allSettled(ending.map((one) => one.finished));
        for (let frame = 0; frame < 10; frame += 1) await new Promise(requestAnimationFrame);
    }""")


def settle(page):
    """Wait until what scripts fetch and build has come."""
    page.wait_for_load_state("load")
    page.wait_for_function("() => !document.querySelector('.htmx-request, select[data-searchable]:not(.tomselected)')")
