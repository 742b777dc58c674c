"""Questions about checklists: what they ask, by which limits, what changed, how much they are used."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Prefetch, Q
from django.utils.translation import gettext as _

from logistics import clock
from logistics.checks.models import Item, Round, Section, Template, Version
from logistics.pages.columns import number_text
from logistics.rules.models import Rule
from logistics.rules.selectors import as_number, in_force, value_on

USED_WITHIN_DAYS = 30
SETTINGS = [
    "form_title", "basis", "guidance", "walk", "scan_required", "seconded", "second_label", "scored", "asks_announced",
]  # fmt: skip
ITEM_FACTS = [
    "kind", "text", "standard", "required", "single", "not_applicable", "photo_on_fail", "note_on_fail", "points", "unit",
    "low", "high", "low_rule", "high_rule",
]  # fmt: skip


def current_version(template):
    """Return the version that a round begun now would take, or None."""
    return template.versions.exclude(published_at=None).order_by("-number").first()


def draft_of(template):
    """Return the draft under way, or None."""
    return template.versions.filter(published_at=None).first()


def sections_of(version):
    """Return the sections with their items, in order; two queries, once for a version that is published and stays."""
    if version.published_at is None:
        return _fetch_sections(version)
    if not hasattr(version, "kept_sections"):
        version.kept_sections = _fetch_sections(version)
    return version.kept_sections


def _fetch_sections(version):
    return list(version.sections.prefetch_related(Prefetch("items", queryset=Item.objects.order_by("order", "pk"))))


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def numeric_rules(school, on=None):
    """Return the rules a limit may be taken from: those in force with a number; ``value_now`` is what they say."""
    on = on or clock.today()
    found = []
    for rule in Rule.objects.with_values_for(school):
        value = value_on(rule, on)
        if value is not None and is_number(value.value):
            rule.value_now = as_number(value.value)
            found.append(rule)
    return found


def limits_of(item, *, school, on):
    """Return (not below, not above) of an item on a day, each a Decimal or None.

    Raises LookupError when it names a rule that is not there.
    """
    low = in_force(item.low_rule, school=school, on=on) if item.low_rule else item.low
    high = in_force(item.high_rule, school=school, on=on) if item.high_rule else item.high
    return low, high


def limits_text(low, high, unit=""):
    """Return limits as people read them: "0～8 °C", "≥ 70 °C"; empty without any.

    That a number of things is not below nought goes without saying.
    """
    if high is None and (low is None or (low == 0 and "°" not in unit)):
        return ""
    if low is not None and high is not None:
        text = f"{number_text(low)}～{number_text(high)}"
    else:
        text = f"≤ {number_text(high)}" if low is None else f"≥ {number_text(low)}"
    return f"{text} {unit}".strip()


def items_with_limits(version, school):
    """Return [(section, [(item, limits as text)])] with the limits of today; a rule that is gone gives none."""
    rules = {rule.key: rule.value_now for rule in numeric_rules(school)}

    def limits(item):
        low = rules.get(item.low_rule) if item.low_rule else item.low
        high = rules.get(item.high_rule) if item.high_rule else item.high
        return limits_text(low, high, item.unit)

    return [(section, [(item, limits(item)) for item in section.items.all()]) for section in sections_of(version)]


def problems_of(version, *, school):
    """Return the sentences that say why a draft cannot be published yet; empty when it can."""
    sections = sections_of(version)
    if not any(section.items.all() for section in sections):
        return [_("Add at least one item before publishing.")]
    found = [
        _("“%(section)s” has no items. Add some, or remove the heading.") % {"section": section.title}
        for section in sections
        if not section.items.all()
    ]
    rules = {rule.key: rule for rule in numeric_rules(school)}
    for section in sections:
        texts = set()
        for item in section.items.all():
            if item.text in texts:
                found.append(
                    _("“%(item)s” stands twice under “%(section)s”.") % {"item": item.text, "section": section.title}
                )
            texts.add(item.text)
            found += _problems_of_limits(item, rules)
    return [*found, *_problems_of_settings(version, sections)]


def _problems_of_limits(item, rules):
    missing = [key for key in (item.low_rule, item.high_rule) if key and key not in rules]
    if missing:
        yield _("“%(item)s” names a rule that gives no number. Choose another limit.") % {"item": item.text}
        return
    low = rules[item.low_rule].value_now if item.low_rule else item.low
    high = rules[item.high_rule].value_now if item.high_rule else item.high
    if low is not None and high is not None and low > high:
        yield _("“%(item)s”: the lower limit lies above the upper one.") % {"item": item.text}


def _problems_of_settings(version, sections):
    items = [item for section in sections for item in section.items.all()]
    if version.scored and not any(item.points for item in items):
        yield _("The checklist gives a score, but no item has points.")
    if version.walk == Version.Walk.ROUTE and not version.template.route.exists():
        yield _("The checklist is walked in the order of a route. Set the route first.")
    if version.scan_required and version.walk == Version.Walk.NOWHERE:
        yield _("The checklist goes to no place, so there is no code to scan.")
    if version.seconded != Version.Seconded.NEVER and not version.second_label:
        yield _("Say who gives the second signature.")
    if version.walk not in Version.WALKS_SEVERAL:
        return
    if not any(section.each_place and section.items.all() for section in sections):
        yield _("Nothing is asked at the places. Let at least one heading be asked at every place.")


@dataclass(frozen=True)
class Difference:
    """One thing that differs between two versions; ``kind`` is added, removed or changed."""

    kind: str
    text: str
    detail: str = ""

    @property
    def sign(self):
        return {"added": "＋", "removed": "－", "changed": "✎"}[self.kind]


def differences(before, after):
    """Return what ``after`` asks otherwise than ``before`` (None: everything is new), as Difference in its order."""
    if before is None:
        return []
    return [*_settings_changed(before, after), *_items_changed(sections_of(before), sections_of(after))]


def _settings_changed(before, after):
    for name in SETTINGS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            field = Version._meta.get_field(name)
            yield Difference("changed", str(field.verbose_name), _arrow(_shown(field, old), _shown(field, new)))


def _items_changed(before, after):
    old, new = _by_text(before), _by_text(after)
    for key, (section, item) in new.items():
        if key not in old:
            yield Difference("added", item.text, section.title)
        else:
            yield from _item_changed(*old[key], section, item)
    for key, (section, item) in old.items():
        if key not in new:
            yield Difference("removed", item.text, section.title)
    was = {section.title: section.each_place for section in before}
    for section in after:
        if was.get(section.title, section.each_place) != section.each_place:
            asked = _("asked at every place") if section.each_place else _("asked once for the whole check")
            yield Difference("changed", section.title, asked)
    if list(old) != list(new) and set(old) == set(new):
        yield Difference("changed", _("Order"), _("the items stand in another order"))


def _by_text(sections):
    """Return {(text, how often it stood before): (section, item)}."""
    found = {}
    for section in sections:
        for item in section.items.all():
            count = sum(1 for text, _count in found if text == item.text)
            found[item.text, count] = (section, item)
    return found


def _item_changed(old_section, old, section, item):
    words = []
    if old_section.title != section.title:
        words.append(_("now under “%(section)s”") % {"section": section.title})
    for name in ITEM_FACTS:
        was, now = getattr(old, name), getattr(item, name)
        if was != now:
            field = Item._meta.get_field(name)
            words.append(f"{field.verbose_name} {_arrow(_shown(field, was), _shown(field, now))}")
    if words:
        yield Difference("changed", item.text, "；".join(words))


def _shown(field, value):
    if value is True or value is False:
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value if value not in (None, "") else "—")


def _arrow(before, after):
    return f"{before} → {after}"


def summary_of(found):
    """Return the sentence for differences: how many items were added, changed, removed."""
    counts = {kind: sum(1 for each in found if each.kind == kind) for kind in ("added", "changed", "removed")}
    parts = [
        (_("%(count)d added"), counts["added"]),
        (_("%(count)d changed"), counts["changed"]),
        (_("%(count)d removed"), counts["removed"]),
    ]
    return "，".join(text % {"count": count} for text, count in parts if count)


def usage_of(school):
    """Return {template pk: (day it was last used, rounds within the last days, rounds under way)}; one query."""
    since = clock.today() - timedelta(days=USED_WITHIN_DAYS)
    rows = (
        Round.objects.of_school(school)
        .order_by()
        .values("template")
        .annotate(
            last=Max("day", filter=Q(status__in=Round.COUNTED)),
            lately=Count("pk", filter=Q(status__in=Round.COUNTED, day__gt=since)),
            under_way=Count("pk", filter=Q(status=Round.Status.OPEN)),
        )
    )
    return {row["template"]: (row["last"], row["lately"], row["under_way"]) for row in rows}


def rounds_under_way(template):
    """Return the rounds that will end on the version they began with."""
    return Round.objects.filter(template=template, status=Round.Status.OPEN)


def templates_with_versions(user):
    """Return the checklists in sight, each with ``numbered`` [Version] newest first; two queries."""
    versions = Version.objects.order_by("-number").annotate(items_count=Count("sections__items"))
    return Template.objects.visible_to(user).prefetch_related(Prefetch("versions", versions, to_attr="numbered"))


def neighbour(row, direction):
    """Return the row next to a section or an item: ``direction`` is "up" or "down"; None at the end."""
    rows = row.version.sections if isinstance(row, Section) else row.section.items
    if direction == "up":
        return rows.filter(order__lt=row.order).order_by("-order").first()
    return rows.filter(order__gt=row.order).order_by("order").first()
