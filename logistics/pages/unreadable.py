"""Answers to requests that could not be read."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.template.loader import render_to_string

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request, exception):
    """Answer what came damaged (400), and what was more than a form may hold (413)."""
    status = 413 if isinstance(exception, TOO_MUCH) else 400
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
