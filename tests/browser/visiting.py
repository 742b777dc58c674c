"""People at their browsers: who is signed in on which screen, and what the browser has to complain about."""

import shutil
from contextlib import contextmanager

from playwright.sync_api import expect

from logistics.sample.people import PASSWORD

PROGRAMS = ["chromium", "chromium-browser", "google-chrome"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 60_000  # milliseconds; only ever reached when something is broken
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
TELL_VIOLATIONS = """
    document.addEventListener("securitypolicyviolation", (event) =>
        tellViolation(`${event.effectiveDirective} forbids ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
"""

expect.set_options(timeout=PATIENCE)


def launch(playwright):
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    return playwright.chromium.launch(executable_path=program, args=FLAGS)


class Visitors:
    """Opens the browsers of the people of the school. Each signs in once and keeps that browser; nobody's is new each time.

    open: the pages open at the moment, for a picture when a test fails.
    """

    def __init__(self, browser, stack):
        self.browser, self.stack = browser, stack
        self.open = []
        self._own = {}

    @contextmanager
    def visit(self, login=None, *, size=PHONE):
        """Yield a page of the person with this login name (None: nobody signed in).

        When the block ends well, the browser must have had nothing to complain about, but for what holds one of the
        words in the page's ``forgiven``: a complaint comes when the browser has the time.
        """
        context = self._signed_in(login) if login else self._context()
        page = context.new_page()
        page.set_viewport_size(size)
        page.complaints, page.forgiven = listen(page), set()
        self.open.append(page)
        yield page
        self._leave(page)
        assert [said for said in page.complaints if not any(word in said for word in page.forgiven)] == []

    def leave(self):
        """Close what failed tests left open, and the browsers of those people, with the state that they are in."""
        left = {page.context for page in self.open}
        while self.open:
            self._leave(self.open[-1])
        for login, context in list(self._own.items()):
            if context in left:
                context.close()
                del self._own[login]

    def _leave(self, page):
        self.open.remove(page)
        if page.context in self._own.values():
            page.close()
        else:
            page.context.close()

    def _signed_in(self, login):
        if login not in self._own:
            context = self._context()
            page = context.new_page()
            page.goto("/sign-in/")
            page.fill("[name=username]", login)
            page.fill("[name=password]", PASSWORD)
            page.click("main form .btn-primary")
            page.wait_for_url(lambda url: "/sign-in/" not in url)
            page.close()
            self._own[login] = context
        return self._own[login]

    def _context(self):
        context = self.browser.new_context(
            base_url=self.stack.url,
            viewport=PHONE,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        return context


def listen(page):
    """Return a list that grows with every error, refused load and breach of the security policy on ``page``."""
    complaints = []
    page.expose_function("tellViolation", lambda text: complaints.append(f"policy: {text}"))
    page.add_init_script(TELL_VIOLATIONS)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda said: said.type == "error" and complaints.append(f"console: {said.text}"))
    page.on("requestfailed", lambda request: _note_failure(request, complaints))
    return complaints


def _note_failure(request, complaints):
    if request.failure != "net::ERR_ABORTED":  # the person went on, or it became a download
        complaints.append(f"load: {request.url} {request.failure}")
