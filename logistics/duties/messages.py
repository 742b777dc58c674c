"""What people are told about what is due."""

from collections import Counter

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from logistics.notices.messages import Message

NAMED = 8  # how many things a sentence names before it only counts them


def in_words_of_the_school(build):
    """Build a message in the school's language, whoever's request it is."""

    def built(*args, **kwargs):
        with translation.override(settings.LANGUAGE_CODE):
            return build(*args, **kwargs)

    return built


@in_words_of_the_school
def due_today(school, day, names):
    return _about_mine(f"duties-today:{school}:{day}", _("Due today (%(count)d): %(names)s"), names)


@in_words_of_the_school
def missed(school, day, names):
    text = _("Not done (%(count)d): %(names)s. Enter it with the reason for being late, or say why it was not done.")
    return _about_mine(f"duties-missed:{school}:{day}", text, names)


def _about_mine(key, text, names):
    return Message(
        key=key, text=text % {"count": len(names), "names": listed(names)}, url=reverse("duties:expected_mine")
    )


def listed(names):
    """Join names to a short list; what comes several times is counted."""
    counted = Counter(names)
    words = [name if count == 1 else f"{name} ×{count}" for name, count in counted.items()]
    more = _(" and others") if len(words) > NAMED else ""
    return _(", ").join(words[:NAMED]) + more


@in_words_of_the_school
def ahead(row, today, step):
    """A step before the day: ``row`` is due in so many days."""
    facts = {"name": name_of(row), "day": day_text(row.due_on), "left": (row.due_on - today).days}
    text = _("%(name)s is due on %(day)s, in %(left)d days.") % facts
    return Message(key=f"duties-ahead:{row.natural_key}:{step}", text=text, url=row.get_absolute_url())


@in_words_of_the_school
def told_on(school, day, rows):
    """For a second person: what is still not done after working days."""
    names = [
        _("%(name)s (%(day)s, %(who)s)") % {"name": name_of(row), "day": day_text(row.due_on), "who": row.who_text}
        for row in rows
    ]
    text = _("Still not done (%(count)d): %(names)s") % {"count": len(names), "names": listed(names)}
    url = f"{reverse('duties:expected_list')}?state=missing"
    return Message(key=f"duties-told-on:{school}:{day}", text=text, url=url)


@in_words_of_the_school
def urgent(row):
    facts = {"name": name_of(row), "time": moment_text(row.due_at), "who": row.who_text}
    text = _("Not done in time: %(name)s, due %(time)s (%(who)s)") % facts
    return Message(key=f"duties-urgent:{row.natural_key}", text=text, url=row.get_absolute_url(), urgent=True)


@in_words_of_the_school
def announced(row):
    """For the inspector of a random round alone."""
    text = _("Random check now: %(name)s. It is to be done by %(time)s.") % {
        "name": name_of(row),
        "time": moment_text(row.due_at),
    }
    return Message(key=f"duties-announced:{row.natural_key}", text=text, url=row.get_absolute_url())


@in_words_of_the_school
def nobody(of, name, days, url):
    """For the keepers of duties: a gap of a roster, or a duty that nobody is there to do, told once as it begins."""
    text = _("%(name)s: nobody on %(days)s. Name somebody.") % {"name": name, "days": listed(map(day_text, days))}
    return Message(key=f"duties-nobody:{of}:{days[0]:%Y%m%d}", text=text, url=url)


@in_words_of_the_school
def swap_proposed(swap):
    facts = {
        "who": swap.asked_by,
        "roster": swap.roster,
        "own": days_text(swap.first_on, swap.last_on),
        "other": days_text(swap.other_first_on, swap.other_last_on),
    }
    text = _("%(who)s asks you to swap turns (%(roster)s): yours %(other)s against %(own)s.") % facts
    return Message(key=f"duties-swap:{swap.pk}:proposed", text=text, url=swap.get_absolute_url())


@in_words_of_the_school
def swap_answered(swap):
    facts = {"who": swap.other, "roster": swap.roster, "answer": swap.get_status_display()}
    text = _("%(who)s on your swap of turns (%(roster)s): %(answer)s") % facts
    return Message(key=f"duties-swap:{swap.pk}:{swap.status}", text=text, url=swap.get_absolute_url())


@in_words_of_the_school
def turn_given(change):
    facts = {"roster": change.roster, "days": days_text(change.first_on, change.last_on)}
    text = _("You have a turn: %(roster)s, %(days)s") % facts
    return Message(key=f"duties-turn:{change.pk}", text=text, url=change.roster.get_absolute_url())


def name_of(row):
    """Name a thing due, with its place where it has one."""
    return f"{row.duty.name}（{row.place.label}）" if row.place_id else row.duty.name


def day_text(day):
    """Write a day as an office does, without the year."""
    return _("%(month)d-%(day)d") % {"month": day.month, "day": day.day}


def moment_text(moment):
    """Write a moment so that it is still right when it is read later."""
    moment = timezone.localtime(moment)
    return f"{day_text(moment)} {moment:%H:%M}"


def days_text(first, last):
    if first == last:
        return day_text(first)
    return _("%(first)s to %(last)s") % {"first": day_text(first), "last": day_text(last)}


@in_words_of_the_school
def unheard():
    """Why a random round was not due after all."""
    return _("The system stood still at the time drawn.")
