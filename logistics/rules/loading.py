"""Bringing the shipped rules into the table; for the migration that does it, hence without the models themselves."""

from logistics.rules.shipped import SINCE, shipped_rules


def load_shipped_rules(rule_model, value_model, *, since=SINCE):
    """Write every shipped rule and, where none equals it, its value from ``since`` on. Running it again changes nothing.

    A later delivery with another value passes its own day: the value before stays in force until then.
    """
    for shipped in shipped_rules():
        rule, _made = rule_model.objects.update_or_create(
            key=shipped.key,
            defaults={
                "section": shipped.section,
                "text": shipped.text,
                "unit": shipped.unit,
                "bound": shipped.bound,
                "source": shipped.source,
                "verified": shipped.verified,
                "limit": shipped.limit,
            },
        )
        latest = value_model.objects.filter(rule=rule, school=None).order_by("-valid_from").first()
        if latest is None or latest.value != shipped.value:
            value_model.objects.create(rule=rule, school=None, value=shipped.value, valid_from=since)
