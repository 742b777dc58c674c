"""The frame around every page: school, menu, badges, person."""

from functools import lru_cache

from django.core.cache import cache
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from logistics import hooks
from logistics.pages.counting import count_together
from logistics.pages.drafts import owner_of
from logistics.pages.frame_parts import BottomBar, Frame, MenuGroup, MenuItem

BADGE_SECONDS = 30


def frame(request):
    """Context processor: ``frame`` for templates/layout; a part of a page that htmx asks for has none."""
    if getattr(request, "is_part", False):
        return {}
    user, school = getattr(request, "user", None), getattr(request, "school", None)
    device = {"draft_owner": owner_of(request), "shared_device": is_shared(request)}
    if school is None:
        return {"frame": Frame(person=user if user is not None and user.is_authenticated else None, **device)}
    badges = badges_of(user)
    made = Frame(
        school=school,
        schools=_schools(user),
        groups=menu_of(request, user, badges),
        bottom=BottomBar(request, user, badges).items(),
        unread=badges["unread"],
        person=user,
        **device,
    )
    return {"frame": made}


def is_shared(request):
    """Whether the person signed in only until the browser closes, as one does on a device of several people."""
    session = getattr(request, "session", None)
    return session is not None and session.get_expire_at_browser_close()


def _schools(user):
    everywhere = {held.school_id: held.school for held in getattr(user, "_appointments", [])}
    return sorted(everywhere.values(), key=lambda school: school.name)


def menu_of(request, user, badges):
    """Return the groups of the menu with the pages this person may open."""
    own = [("home", _("Home"), "house"), ("todo", _("To do"), "list-checks")]
    groups = {"": [_own_page(request, *facts, badges) for facts in own]}
    for group, label, url_name, url, icon, permission in known_pages(get_language(), get_script_prefix()):
        if (permission and not user.has_perm(permission)) or url_name in badges.get("useless", ()):
            continue
        active = request.path == url or (url != "/" and request.path.startswith(url))
        item = MenuItem(label=label, url=url, icon=icon, active=active, badge=badges.get(url_name, 0))
        groups.setdefault(group, []).append(item)
    return tuple(MenuGroup(label, tuple(_only_longest_active(items))) for label, items in groups.items())


@lru_cache(maxsize=16)
def known_pages(language, prefix):
    """Return the pages of the whole menu as (group, label, url name, address, icon, permission)."""
    return [
        (str(entry.group), str(entry.label), entry.url_name, reverse(entry.url_name), entry.icon, entry.permission)
        for entry in hooks.menu.results()
    ]


def _own_page(request, url_name, label, icon, badges):
    url = reverse(url_name)
    return MenuItem(label, url, icon, active=request.path == url, badge=badges.get(url_name, 0))


def _only_longest_active(items):
    active = [item for item in items if item.active]
    if len(active) < 2:
        return items
    longest = max(active, key=lambda item: len(item.url))
    return [item if item is longest or not item.active else item.inactive() for item in items]


def badges_of(user):
    """Return {url name: how many wait, "unread": unread notices, "useless": url names of pages the school has no use for}.

    They are kept for half a minute a person and school.
    """
    return cache.get_or_set(
        _badge_key(user), lambda: {**_count_badges(user), "useless": _useless_pages(user)}, BADGE_SECONDS
    )


def forget_badges(*people, school=None):
    """Let the next page of these people count anew, in every school of theirs or only in ``school``."""
    for person in people:
        schools = _school_ids(person) if school is None else {school.pk}
        cache.delete_many([f"badges:{person.pk}:{school_id}" for school_id in [*schools, None]])


def _school_ids(person):
    return set(person.appointments.values_list("school_id", flat=True))


def _badge_key(user):
    return f"badges:{user.pk}:{user.active_school.pk if user.active_school else None}"


def _useless_pages(user):
    if user.active_school is None:
        return []
    open_to_them = (entry for entry in _entries_for(user) if entry.applies is not None)
    return [entry.url_name for entry in open_to_them if not entry.applies(user.active_school)]


def _entries_for(user):
    return [entry for entry in hooks.menu.results() if entry.permission is None or user.has_perm(entry.permission)]


def _count_badges(user):
    wanted = {entry.url_name: entry.badge(user) for entry in _entries_for(user) if entry.badge is not None}
    wanted["todo"] = [item.rows if isinstance(item, hooks.Waiting) else 1 for item in hooks.tasks.results(user)]
    wanted["unread"] = [count(user) for count in hooks.unread]
    return count_together(wanted)
