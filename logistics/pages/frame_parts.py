"""What the frame is made of."""

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from logistics import hooks


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    icon: str
    active: bool = False
    badge: int = 0

    def inactive(self):
        return replace(self, active=False)


@dataclass(frozen=True)
class MenuGroup:
    label: str
    items: tuple


@dataclass(frozen=True)
class Frame:
    """Everything around a page's own content."""

    school: object = None
    schools: list = field(default_factory=list)
    groups: tuple = ()
    bottom: tuple = ()
    unread: int = 0
    person: object = None
    draft_owner: str = ""
    shared_device: bool = False

    @property
    def switch_url(self):
        return reverse("people:switch_school")

    @property
    def notices_url(self):
        return reverse("notices:notice_list")

    @property
    def search_url(self):
        return reverse("search")

    @property
    def profile_url(self):
        return reverse("people:profile")

    @property
    def drafts_url(self):
        return reverse("people:drafts")

    @property
    def sign_out_url(self):
        return reverse("people:sign_out")

    @property
    def set_language_url(self):
        return reverse("set_language")

    @property
    def language(self):
        return get_language()


class BottomBar:
    """The four places of the bar at the bottom of a phone; the third is the one thing a person may log, or a choice."""

    def __init__(self, request, user, badges):
        self.request = request
        self.user = user
        self.badges = badges

    def items(self):
        return (
            self._item("home", _("Home"), "house"),
            self._item("todo", _("To do"), "list-checks"),
            self._log(),
            self._item("people:profile", _("Me"), "user-round"),
        )

    def _log(self):
        may = [
            entry for entry in hooks.loggable.results() if not entry.permission or self.user.has_perm(entry.permission)
        ]
        if len(may) == 1:
            return self._item(may[0].url_name, may[0].label, may[0].icon)
        return self._item("log", _("Log"), "square-pen")

    def _item(self, url_name, label, icon):
        url = reverse(url_name)
        return MenuItem(
            label=str(label), url=url, icon=icon, active=self.request.path == url, badge=self.badges.get(url_name, 0)
        )
