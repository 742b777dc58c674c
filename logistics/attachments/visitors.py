"""Visitors without an account who may upload: their session holds a key, given on a public page of a school."""

import secrets

from logistics.school.models import School

SESSION_KEY = "visitor"


def admit(request, school):
    """Let this session, which opened a public page of ``school``, upload photos; return its key."""
    visitor = request.session.get(SESSION_KEY)
    if not visitor or visitor["school"] != school.pk:
        key = visitor["key"] if visitor else secrets.token_urlsafe(24)
        request.session[SESSION_KEY] = visitor = {"school": school.pk, "key": key}
    return visitor["key"]


def key_of(request):
    """Return the key of this session, or an empty text."""
    return request.session.get(SESSION_KEY, {}).get("key", "")


def school_of(request):
    """Return the school whose public page this session opened last, or None."""
    visitor = request.session.get(SESSION_KEY)
    return School.objects.filter(pk=visitor["school"]).first() if visitor else None
