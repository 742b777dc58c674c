"""Doing a submitted form once."""

import uuid

from django.db import IntegrityError, transaction

from logistics import clock
from logistics.pages.models import Submission


def new_key():
    """Return a key for a form about to be shown."""
    return str(uuid.uuid4())


def result_of(key, person):
    """Return the address that a form with this key, sent by this person, led to; an empty text when it was not done."""
    if not key.isprintable():
        return ""
    person_id = person.pk if person else None
    return Submission.objects.filter(key=key, person=person_id).values_list("url", flat=True).first() or ""


def once(key, person, do):
    """Call ``do`` unless a form with this key was done before; return the address of the result.

    do: a function without arguments that returns the address. It runs in one transaction with the note of its key,
    so a second sending waits for the first and then finds it.
    """
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                key=key, person=person if person and person.pk else None, created_at=clock.now()
            )
            submission.url = do()
            submission.save(update_fields=["url"])
            return submission.url
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != "pages_submission_key_key":
            raise
        return Submission.objects.get(key=key).url
