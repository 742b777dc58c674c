"""What was typed into a form that arrived after its session had ended (DESIGN 17).

It waits for half an hour under an unguessable token, which only that browser knows by a cookie, and is filled in again
when its person has signed in. It is never sent by itself: whoever typed it looks at it and presses the button.
"""

import re
import secrets

from django import forms
from django.core.cache import cache
from django.http import QueryDict

from logistics.pages.submissions import result_of

COOKIE = "kept_form"
SHAPE = re.compile(r"[\w-]{32}", re.ASCII)  # of 24 random bytes
LAST_PERSON = "last_person"
SECONDS = 30 * 60
YEAR = 365 * 24 * 3600
MOST_LETTERS = 64 * 1024  # of the body as it was sent
MOST_AT_ONCE = 300  # of all browsers in half an hour, so that nobody can fill the memory
TOKEN = "csrfmiddlewaretoken"
NOT_TYPED = {"submission_key", "written_at", "next", "seen"}


def keep(request, page):
    """Keep the body of this request for ``page``, a view class; return the token that finds it, or an empty text."""
    if request.method != "POST" or not getattr(page, "keeps_drafts", False) or not is_from_our_page(request):
        return ""
    body = request.POST.copy()
    for name in private_names(page) & set(body):
        del body[name]
    text = body.urlencode()
    if not set(body) - NOT_TYPED or len(text) > MOST_LETTERS or too_many():
        return ""
    token = secrets.token_urlsafe(24)
    person = request.get_signed_cookie(LAST_PERSON, default=None, max_age=YEAR)
    cache.set(cache_key(token), {"path": request.path, "body": text, "person": person}, SECONDS)
    return token


def tell(token, response, *, secure=False):
    """Let the browser that gets ``response`` know its token, if there is one."""
    if token:
        response.set_cookie(COOKIE, token, max_age=SECONDS, httponly=True, samesite="Lax", secure=secure)
    return response


def keep_on(response, request, page):
    return tell(keep(request, page), response, secure=request.is_secure())


def take(request):
    """Return what this person typed for this page before signing in, or None. ``?blank`` forgets it."""
    if not waits(request):
        return None
    key = cache_key(request.COOKIES[COOKIE])
    found = cache.get(key)
    person = str(request.user.pk)
    if found is None or found["path"] != request.path or found["person"] not in (None, person):
        return None
    body = QueryDict(found["body"])
    if "blank" in request.GET or result_of(body.get("submission_key", ""), request.user):
        cache.delete(key)
        return None
    cache.set(key, {**found, "person": person}, SECONDS)
    return body


def waits(request):
    """Say whether this browser knows the token of something kept."""
    return SHAPE.fullmatch(request.COOKIES.get(COOKIE, "")) is not None


def remember_person(request, response):
    """Let this browser know who signed in last, so that nobody else is shown what that person typed."""
    person, secure = str(request.user.pk), request.is_secure()
    response.set_signed_cookie(LAST_PERSON, person, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)


def is_from_our_page(request):
    """Whether the browser says that the form stood on a page of ours; what another site sends is not kept."""
    origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") == origin or request.headers.get("Sec-Fetch-Site") == "same-origin"


def private_names(page):
    """Return the names that are never kept: passwords, PINs, and the token that proves where a form came from."""
    fields = getattr(getattr(page, "form_class", None), "base_fields", {})
    return {TOKEN, *(name for name, field in fields.items() if isinstance(field.widget, forms.PasswordInput))}


def too_many():
    if cache.add("kept:count", 1, SECONDS):
        return False
    try:
        return cache.incr("kept:count") > MOST_AT_ONCE
    except ValueError:  # the window ended between the two calls
        return False


def cache_key(token):
    return f"kept:{token}"
