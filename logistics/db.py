"""What every table shares: scoping by school and reach, search by grams, locks, and work after the commit."""

import re
from contextlib import contextmanager
from functools import reduce
from operator import or_

from celery import current_app
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import IntegrityError, models, transaction
from django.db.models import F, Func, Q
from django.db.models.lookups import Contains

from logistics.errors import RuleError

PAIRS_OF_A_NUMBER = 3


class RecordQuerySet(models.QuerySet):
    """Rows of a school's records.

    ``reach`` names, for each kind of limit an appointment may carry, the look-up that leads from a row to it,
    e.g. ``{"campus": "place__campus", "department": "department", "place": "place"}``.
    """

    school_path = "school"
    reach = {}

    def of_school(self, school):
        return self.filter(**{self.school_path: school})

    def within(self, user, permission=None):
        """Rows inside the appointments of ``user`` that grant ``permission`` (any appointment when None)."""
        return self.filter(self.q_within(user, permission))

    def q_within(self, user, permission=None, *, own=None):
        """The condition behind ``within``. ``own``: rows of the person's schools that are in sight without the permission.

        One school gives ``school = … AND (…)``, so that indexes that begin with the school serve.
        """
        if not user.is_authenticated:
            return Q(pk__in=[])
        granting = user.appointments_now(permission)
        condition = Q(pk__in=[])
        for school_id in sorted({held.school_id for held in user.appointments_now()}):
            reached = self._q_reached([held for held in granting if held.school_id == school_id], own)
            if reached is not None:
                condition |= Q(**{f"{self.school_path}_id": school_id}) & reached
        return condition

    def _q_reached(self, granting, own):
        """What these appointments of one school reach, or is the person's own; None for nothing, an empty Q for all."""
        reaches = [self._q_reach(held) for held in granting]
        if any(not reach for reach in reaches):
            return Q()
        reaches += [own] if own is not None else []
        return reduce(or_, reaches) if reaches else None

    def _q_reach(self, appointment):
        condition = Q()
        if appointment.campus_id and "campus" in self.reach:
            condition &= Q(**{self.reach["campus"]: appointment.campus_id})
        if appointment.department_id and "department" in self.reach:
            condition &= Q(**{self.reach["department"]: appointment.department_id})
        if appointment.place_id and "place" in self.reach:
            place = self.reach["place"]
            condition &= Q(**{place: appointment.place_id}) | Q(**{f"{place}__parent": appointment.place_id})
        return condition

    def visible_to(self, user):
        """Rows of the person's own school, inside the limits of the appointments."""
        return self.within(user)

    def for_display(self):
        """The same rows without the columns that only searching reads, of this table and of the joined ones."""
        return self.defer(*_search_columns(self.model, self.query.select_related or {}))

    def search(self, text):
        """Rows whose search words hold every word of ``text``."""
        return self.filter(holding(text))


def holding(text):
    """Return the condition that the search words hold every word of ``text``.

    Pairs of letters find the rows; only a word of two letters is no more than its pair, others are looked for whole.
    """
    words = text.split()
    pairs = [pair for word in words for pair in _pairs_of(word)]
    condition = Q(grams__contains=pairs) if pairs else Q()
    for word in words:
        condition &= Q() if len(word) == 2 else Q(search_text__holds=word)
    return condition


def _pairs_of(word):
    """Return the pairs of letters in ``word`` that its rows are looked up by.

    Numbers end differently and begin alike: each further pair of theirs makes the index read what nearly all rows have.
    """
    word = word.upper()
    pairs = [word[start : start + 2] for start in range(len(word) - 1)]
    return pairs[-PAIRS_OF_A_NUMBER:] if word.isascii() else pairs


def _search_columns(model, joined):
    """Return the look-ups of ``search_text`` and ``grams`` in a model and, by their paths, in its joined models."""
    own = ["search_text", "grams"] if issubclass(model, Searchable) else []
    for name, further in joined.items() if isinstance(joined, dict) else ():
        related = model._meta.get_field(name).related_model
        own += [f"{name}__{column}" for column in _search_columns(related, further)]
    return own


class SearchTextField(models.TextField):
    """Keeps what ``search_words()`` of its row returns; rewritten whenever the row is saved with this field."""

    def __init__(self, **kwargs):
        super().__init__(**{"editable": False, "blank": True, "default": "", **kwargs})

    def pre_save(self, model_instance, add):
        words = " ".join(str(word) for word in model_instance.search_words() if word)
        setattr(model_instance, self.attname, words)
        return words


@SearchTextField.register_lookup
class Holds(Contains):
    """``search_text__holds=word``, in capitals or not.

    The database knows of the column how many rows a word leaves, which it does not of UPPER(column): it would sort all
    the rows of a usual word where 26 newest ones are wanted.
    """

    lookup_name = "holds"

    def get_rhs_op(self, connection, rhs):
        has_letters = self.rhs.upper() != self.rhs.lower()
        return f"{'ILIKE' if has_letters else 'LIKE'} {rhs}"


class Searchable(models.Model):
    """A row found by what its words contain (DESIGN, speed table).

    ``logistics_grams(text)`` is an immutable function of our own (migration of ``history``): each letter of the
    upper-cased text with the one after it.
    """

    search_text = SearchTextField()
    grams = models.GeneratedField(
        expression=Func(F("search_text"), function="logistics_grams"),
        output_field=ArrayField(models.CharField(max_length=2)),
        db_persist=True,
    )

    class Meta:
        abstract = True

    def search_words(self):
        """Return the words this row is found by."""
        raise TypeError(f"{type(self).__name__} must say by which words it is found")

    @classmethod
    def search_indexes(cls, name):
        """Return the index behind ``search``; list it in ``Meta.indexes`` under a short ``name``."""
        return search_indexes(name)


def search_indexes(name):
    """Return the index behind ``RecordQuerySet.search``, in a list; ``name`` is the table's short name."""
    return [GinIndex(fields=["school", "grams"], name=f"{name}_grams")]


def record_id(text):
    """Return the primary key that a text from an address or a form names, or None."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None


def may_at(user, permission, record):
    """Say whether the person holds ``permission`` where ``record`` is: an appointment may end at a campus or a place."""
    if not user.has_perm(permission):
        return False
    granting = user.appointments_now(permission)
    if not all(held.campus_id or held.department_id or held.place_id for held in granting):
        return True
    return user.is_superuser or record.__class__._default_manager.filter(pk=record.pk).within(user, permission).exists()


def lock(record):
    """Return a fresh copy of ``record``, locked until the transaction ends."""
    return record.__class__._base_manager.select_for_update(of=("self",)).get(pk=record.pk)


@contextmanager
def refusing(constraint, message, *, field=None):
    """Turn the breach of one named constraint into a RuleError with ``message``."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is None or diagnosis.constraint_name != constraint:
            raise
        raise RuleError(message, field=field) from error


def after_commit(task, *args):
    """Wake the Celery ``task`` (its name) once the transaction holds.

    Only a nudge: what must not be lost is a row that a tick finds again (DESIGN 15).
    """
    transaction.on_commit(lambda: current_app.send_task(task, args=args), robust=True)
