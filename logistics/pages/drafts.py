"""Forms that a script sends from the draft kept on a device (DESIGN 17; static/js/draft_send.js)."""

from datetime import timedelta

from django.conf import settings
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from logistics import clock

HEADER = "X-Draft"
VISITOR = "visitor"
OLDEST = timedelta(days=14)  # how long a device keeps a draft


def owner_of(request):
    """Return the mark under which a device keeps what this person types for this school."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return VISITOR
    school = getattr(request, "school", None)
    return f"{user.pk}-{school.pk if school else 0}"


def is_draft(request):
    return request.method == "POST" and HEADER in request.headers


def stale(request):
    """Answer a draft whose token is no longer valid with a new one. Only a script of our own pages can read it."""
    return JsonResponse({"why": "stale", "csrf": get_token(request)})


def misplaced(request):
    """Answer a draft of somebody else than who is signed in now, or of somebody whose session ended."""
    if owner_of(request) == VISITOR:
        return JsonResponse({"why": "sign-in", "url": resolve_url(settings.LOGIN_URL)})
    return JsonResponse({"why": "other-person"})


def phone_moment(text):
    """Return the moment a device claims (ISO 8601 with its zone), or None when it cannot be believed."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or not is_aware(moment):
        return None
    now = clock.now()
    return moment if now - OLDEST <= moment <= now else None


class DraftMiddleware:
    """Tells the script what became of its form. A draft of somebody else than who is signed in now reaches no view.

    The script trusts only answers that carry the header: a network's own sign-in page must not pass for ours.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_draft(request):
            return self.get_response(request)
        response = self.answer(request)
        response[HEADER] = "1"
        return response

    def answer(self, request):
        if request.headers[HEADER] != owner_of(request):
            return misplaced(request)
        response = self.get_response(request)
        if "Location" not in response:
            return response
        followed = JsonResponse({"why": "sent", "url": response["Location"]})
        followed.cookies = response.cookies
        return followed
