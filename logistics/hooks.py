"""Every seam at which apps meet shared pages and jobs (STYLE, Hooks).

An app registers plain functions in its ``hooks.py``; the packages below never name an app.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter


class Hook:
    """An ordered list of functions; ``contract`` says what they take and return."""

    def __init__(self, contract):
        self.contract = contract
        self._entries = []

    def register(self, *, order=50):
        def keep(function):
            self._entries.append((order, len(self._entries), function))
            self._entries.sort(key=lambda entry: entry[:2])
            return function

        return keep

    def __iter__(self):
        return iter([function for _order, _place, function in self._entries])

    def names(self):
        """Return the dotted names of the functions, by which a task may ask for one of them."""
        return [name_of(function) for function in self]

    def named(self, name):
        """Return the function of a dotted name; LookupError when none bears it."""
        for function in self:
            if name_of(function) == name:
                return function
        raise LookupError(f"no function {name} is registered here")

    def call(self, *args):
        """Call each function in turn, for what it does."""
        for function in self:
            function(*args)

    def results(self, *args):
        """Call each function in turn and yield the items they return."""
        for function in self:
            yield from function(*args) or ()


def name_of(function):
    return f"{function.__module__}.{function.__qualname__}"


class ModelHook:
    """At most one function a model, found by its label (``"repairs.Repair"``)."""

    def __init__(self, contract):
        self.contract = contract
        self._functions = {}

    def register(self, label):
        def keep(function):
            if label.lower() in self._functions:
                raise LookupError(f"{label} is registered twice")
            self._functions[label.lower()] = function
            return function

        return keep

    def get(self, model):
        """Return the function of ``model`` (a class or an instance), or None."""
        return self._functions.get(model._meta.label_lower)

    def labels(self):
        return sorted(self._functions)


# --- what functions at the seams return -------------------------------------------------------------------------------


@dataclass(frozen=True)
class MenuEntry:
    """A page in the menu. ``permission`` None shows it to everyone signed in; ``badge(user)`` yields what waits there,
    as querysets or numbers. ``applies(school)`` says whether a school has any use for the page; None: every school has.
    """

    group: str
    label: str
    url_name: str
    icon: str
    permission: str | None = None
    badge: object = None
    applies: object = None


@dataclass(frozen=True)
class Task:
    """Something a person is to do today: one row with one tap."""

    title: str
    text: str
    url: str
    icon: str = "circle-dot"
    tone: str = "neutral"
    when: datetime | str | None = None
    action_label: str = ""


@dataclass(frozen=True)
class Waiting:
    """Rows that wait for a person: a Task each where they are shown, and nothing but a count where they are counted.

    rows: a queryset in the order to show; task: (record) -> Task.
    """

    rows: object
    task: object


@dataclass(frozen=True)
class Stat:
    """A figure on the home page; ``url`` opens the rows it counts. ``tone`` colours one that should be none."""

    label: str
    value: object
    unit: str = ""
    url: str = ""
    note: str = ""
    trend: list = field(default_factory=list)
    tone: str = "neutral"


@dataclass(frozen=True)
class Reminder:
    """Something the clock tells a person: in the app once per ``key``, outside in the morning digest.

    ``school`` None stands for the school the person works at.
    """

    key: str
    to: object
    text: str
    url: str
    urgent: bool = False
    school: object = None


@dataclass(frozen=True)
class LedgerEntry:
    """A finished record of a ledger, as duties see it.

    ``subject`` and ``detail`` name what was done (a DutySubject and, where it has several, which of them); ``day`` is
    the day it counts for, ``at`` the moment it was written down, ``where`` a Place or None, ``places`` the Places of a
    record made at several, such as a round along a route: it fulfils what is due at each of them.
    """

    subject: str
    record: object
    school: object
    day: date
    at: datetime
    detail: str = ""
    where: object = None
    campus: object = None
    by: object = None
    late_reason: str = ""
    places: tuple = ()


@dataclass(frozen=True)
class DutySubject:
    """A kind of record that a duty may ask for. ``key`` reads like "canteen.sample".

    ``details(school)`` returns [(detail, label)], empty when there is only one; ``start_url(detail, place)`` is the page
    that begins such a record; ``entries(schools, start, end)`` yields the LedgerEntry of what was finished on those days.
    """

    key: str
    label: str
    details: object
    start_url: object
    entries: object
    icon: str = "clipboard-check"


@dataclass(frozen=True)
class FollowUp:
    """A way to go on from a failed item of a checklist: ``open(finding, by=, **facts)`` makes the record and returns it.

    ``form`` is the form class that asks for what the record needs beyond the finding, or None.
    """

    key: str
    label: str
    icon: str
    permission: str
    open: object
    form: object = None


@dataclass(frozen=True)
class Received:
    """What became of handed-over goods: how many, who has them now in words, and the record they became, if any."""

    quantity: object
    to: str
    person: object = None
    record: object = None


@dataclass(frozen=True)
class Destination:
    """Where accepted goods may go. ``receive(acceptance_line, quantity, by=, **facts)`` takes them in and returns
    [Received] whose quantities add up; ``form`` asks for the facts beyond the quantities.

    ``give_back(hand_over, reason=, by=)`` undoes there what the goods became; None where they only had a holder.
    ``makes_cards``: what goes there stands in the register of property afterwards.
    """

    key: str
    label: str
    icon: str
    permission: str
    receive: object
    form: object
    give_back: object = None
    makes_cards: bool = False


@dataclass(frozen=True)
class Hit:
    """A record that answers the search of the whole school. ``exact`` hits are opened at once."""

    title: str
    text: str
    url: str
    icon: str = "file-text"
    exact: bool = False


@dataclass(frozen=True)
class OnHand:
    """Something of a name asked about that is there already: ``text`` says what and where, in stock or idle."""

    name: str
    text: str


@dataclass(frozen=True)
class ShippedStep:
    """A step of the route a school has until it sets its own. ``roles`` empty asks the head of the department."""

    roles: tuple = ()
    duty: str = ""
    min_amount: object = 0
    mode: str = "any"


@dataclass(frozen=True)
class ApprovalKind:
    """What may be put up for approval. ``steps(school, day)`` returns the shipped route as [ShippedStep].

    categories, funds: pairs (slug, label) that steps of a route may be limited to.
    """

    key: str
    label: str
    steps: object
    categories: tuple = ()
    funds: tuple = ()


@dataclass(frozen=True)
class PublicSection:
    """What an app offers for the public page of a school: ``rows`` of texts under ``columns``. Never a pupil's name.

    ``key`` is what the school's choice is kept by; ``note`` stands below. ``grouped``: the first column heads the rows
    that share it, newest first, and the others hold figures. figures: the places of the columns that hold figures, else.
    """

    key: str
    title: str
    columns: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    note: str = ""
    grouped: bool = False
    figures: tuple = ()

    @property
    def heads(self):
        """The columns as pairs (column, whether it holds figures)."""
        return [(column, place in self.figures) for place, column in enumerate(self.columns)]

    @property
    def groups(self):
        """The rows under what their first columns share, as (heading, rows without it)."""
        return [(head, [row[1:] for row in rows]) for head, rows in groupby(self.rows, key=itemgetter(0))]

    @property
    def labelled_rows(self):
        """The rows as (column, whether it holds figures, text); a phone shows the column before the text."""
        return [[(*head, text) for head, text in zip(self.heads, row, strict=True)] for row in self.rows]


@dataclass(frozen=True)
class ApprovalFacts:
    """What the approval card shows of its subject: ``facts`` pages Facts, ``panels`` Panels, ``photos`` Photos.

    ``gauge`` is the Gauge of the money it is taken from; ``brief`` are (icon, words) of what it comes to, for the inbox.
    ``notes`` are (tone, sentence) a signer should see first; ``print_url`` opens the slip, ``record_url`` the record.
    """

    notes: list = field(default_factory=list)
    facts: list = field(default_factory=list)
    panels: list = field(default_factory=list)
    photos: list = field(default_factory=list)
    files: list = field(default_factory=list)
    gauge: object = None
    brief: list = field(default_factory=list)
    print_url: str = ""
    record_url: str = ""


@dataclass(frozen=True)
class ApprovalLine:
    """A line of what is asked for, as approvals cut it: ``key`` stays, ``amount`` is what its whole quantity costs."""

    key: str
    text: str
    quantity: object
    measure_word: str
    amount: object


# --- the seams --------------------------------------------------------------------------------------------------------

menu = Hook("() -> iterable of MenuEntry")
loggable = Hook("() -> iterable of MenuEntry: what may be logged, for the page behind 填报")
tasks = Hook("(user) -> iterable of Waiting or Task: what waits for this person today")
late = Hook("(user) -> iterable of Waiting or Task: what is overdue and this person's to mend")
day_words = Hook("(school, day) -> iterable of str: what kind of day it is, under the title of the home page")
stats = Hook("(user) -> iterable of Stat for the home page")
reminders = Hook("(today) -> iterable of Reminder, for all schools")
unread = Hook("(user) -> int: how many unread notices; added to the bell")
search = Hook("(user, text) -> iterable of Hit, at most five")
role_grants = Hook("() -> {role key: [permission, …]}: what this app lets each shipped role do")
statements = Hook("(school, period, scope) -> logistics.reports Statement, an iterable of them, or None")
new_school = Hook("(school) -> None: what a school begins with: roles, kinds, trades; running it twice is harmless")
sample_parts = Hook("(sample) -> None: this app's part of the sample school, made through its services")
approval_kinds = Hook("() -> iterable of ApprovalKind: what may be put up for approval, with its shipped route")
duty_subjects = Hook("() -> iterable of DutySubject: kinds of record a duty may ask for")
logged = Hook("(LedgerEntry) -> None: a record of a ledger was finished; in the same transaction")
unlogged = Hook("(record) -> None: a finished record counts no more; in the same transaction")
follow_ups = Hook("() -> iterable of FollowUp: what a failed item of a checklist may open")
calendar_changed = Hook("(school, start, end) -> None: days from start to end may count otherwise; in the transaction")
day_entries = Hook("(school, start, end) -> iterable of (label, count): what was entered for these days and stays")
on_hand = Hook(
    "(school, names) -> iterable of OnHand: what of these names a school has and does not use, a few of each"
)
goods_destinations = Hook("() -> iterable of Destination: where accepted goods may be handed over")
goods_worth = Hook(
    "(school, day) -> iterable of Decimal: what a register says its goods are worth at the end of a day, in yuan"
)
public_sections = Hook("(school) -> iterable of PublicSection: what its public page may show")
ticks = Hook("() -> None: what the minute tick revives or finishes; running it twice is harmless")

panels = ModelHook("(record, user) -> iterable of Panel on that record's page, from apps above it")
approval_outcomes = ModelHook("(case) -> None: what a decided case means for its subject, in the same transaction")
spending_outcomes = ModelHook("(request) -> None: what a decided purchase means for the record it was asked for")
proof_columns = ModelHook("() -> [Column] under which the rows behind a figure are listed")
approval_facts = ModelHook(
    "(keys, user) -> generator that asks for what approval cards show (fetching.in_rounds) and ends with {pk: ApprovalFacts}"
)
approval_lines = ModelHook("(subject) -> [ApprovalLine]: the lines a signer may cut, as they were submitted")
attachment_access = ModelHook("(record, request) -> bool: may this reader, whom visible_to leaves out, see its files")
public_doors = ModelHook("(record) -> iterable of Action: what a stranger who scanned its label can do")
