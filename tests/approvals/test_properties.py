"""Random verbs by random people over random routes, beside a plain model of what may happen."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics import clock, hooks
from logistics.approvals import services
from logistics.approvals.models import Case, Decision
from logistics.approvals.selectors import approved_lines, seats_waiting
from logistics.attachments.models import Attachment
from logistics.errors import RuleError
from logistics.history.models import Event
from tests.factories import DepartmentFactory, UserFactory

PEOPLE = ["teacher", "head", "director", "second", "accountant", "vice_principal", "keeper"]
ROUTES = [
    {"asks": "head"},
    {"asks": "role", "roles": ["director"]},
    {"asks": "role", "roles": ["director"], "mode": "all"},
    {"asks": "role", "roles": ["accountant"]},
    {"asks": "meeting", "body": "administration"},
]
VERBS = ["agree", "agree", "agree", "rule", "rule", "hand", "hand", "before", "after", "cut", "copy", "return", "refuse",
         "withdraw", "urge", "again"]  # fmt: skip
LINE = hooks.ApprovalLine("1", "灯管", Decimal(20), "支", Decimal(600))


@dataclass
class Turn:
    """A step as the model sees it: who is still asked, who ever was, and who has signed."""

    kind: str
    mode: str
    asked: set
    ever: set
    signed: set = field(default_factory=set)

    @property
    def gave_away(self):
        """Who handed it over and is not asked now."""
        return sorted(self.ever - self.asked - self.signed)


@dataclass
class Model:
    """What may happen to a request, told without a database. ``away`` {person: who stands in}."""

    requester: str
    away: dict
    turns: list = field(default_factory=list)
    status: str = "pending"
    is_signed: bool = False
    urged: bool = False
    copied: set = field(default_factory=set)
    quantity: Decimal = LINE.quantity
    decisions: int = 0
    handed: int = 0
    outcomes: list = field(default_factory=list)

    def seat(self, person):
        """Whose seat this person would sign at now, or None."""
        if self.status != "pending" or person == self.requester or self.turns[0].kind != "sign":
            return None
        if person in self.turns[0].asked:
            return person
        return next((each for each in sorted(self.turns[0].asked) if self.away.get(each) == person), None)

    def close(self, status):
        self.status, self.turns = status, []
        self.outcomes.append(status)

    def next(self):
        self.turns.pop(0)
        if not self.turns:
            self.close("approved")

    def decide(self, verb, seat):
        self.is_signed, self.decisions = True, self.decisions + 1
        if verb != "agree":
            self.close({"return": "returned", "refuse": "refused"}[verb])
            return
        turn = self.turns[0]
        turn.asked.discard(seat)
        turn.signed.add(seat)
        if turn.mode == "any" or not turn.asked:
            self.next()

    def act(self, verb, person, other):
        """Do what ``verb`` means and say whether it is allowed."""
        seat = self.seat(person)
        if verb in ("agree", "return", "refuse"):
            return seat is not None and (self.decide(verb, seat) or True)
        return getattr(self, f"do_{verb}")(person, other, seat)

    def do_rule(self, person, other, seat):
        if self.status != "pending" or self.turns[0].kind == "sign" or person == self.requester:
            return False
        self.is_signed = True
        self.next()
        return True

    def do_hand(self, person, other, seat):
        turn = self.turns[0] if self.turns else None
        if seat is None or other in (self.requester, person, seat) or other in turn.asked | turn.signed:
            return False
        turn.asked = turn.asked - {seat} | {other}
        turn.ever.add(other)
        self.handed += 1
        return True

    def do_before(self, person, other, seat, place=0):
        if seat is None or other in (self.requester, person, seat) or any(other in turn.ever for turn in self.turns):
            return False
        self.turns.insert(place, Turn("sign", "any", {other}, {other}))
        return True

    def do_after(self, person, other, seat):
        return self.do_before(person, other, seat, place=1)

    def do_cut(self, person, other, seat):
        if seat is None or self.quantity <= 5:
            return False
        self.quantity -= 5
        return True

    def do_copy(self, person, other, seat):
        if other == self.requester or other in self.copied:
            return False
        self.copied.add(other)
        return True

    def do_withdraw(self, person, other, seat):
        if self.status != "pending" or person != self.requester or self.is_signed:
            return False
        self.close("withdrawn")
        return True

    def do_urge(self, person, other, seat):
        if self.status != "pending" or person != self.requester or self.urged:
            return False
        self.urged = True
        return True

    def do_again(self, person, other, seat):
        if self.status != "returned" or person != self.requester:
            return False
        self.status, self.is_signed, self.quantity = "pending", False, LINE.quantity
        return True


class School:
    """The real thing: the same verbs through the services."""

    def __init__(self, office, requester):
        self.office, self.subject = office, DepartmentFactory(school=office.school)
        self.people = {name: getattr(office, name) for name in PEOPLE}
        self.names = {person.pk: name for name, person in self.people.items()}
        self.requester = self.people[requester]
        self.case = self.submit(self.requester)

    def submit(self, by):
        return self.office.submit(self.subject, amount="600", by=by)

    def turns(self):
        """The steps still open, as the model keeps them."""
        open_steps = self.case.steps.filter(revision=self.case.revision, status__in=["waiting", "current"])
        return [
            Turn(step.kind, step.mode, people := {self.names[seat.person_id] for seat in step.seats.all()}, set(people))
            for step in open_steps.order_by("position")
        ]

    def act(self, verb, person, other, quantity):
        by, other = self.people[person], self.people[other]
        case = Case.objects.get(pk=self.case.pk)
        acts = {
            "rule": lambda: services.enter_ruling(
                case, verb="agree", held_on=clock.today(), files=[self.upload(by)], attended="七人", by=by
            ),
            "hand": lambda: services.hand_over(case, to=other, reason="出差", by=by),
            "before": lambda: services.add_signer(case, person=other, reason="请看", by=by, where="before"),
            "after": lambda: services.add_signer(case, person=other, reason="请看", by=by, where="after"),
            "cut": lambda: services.cut_lines(case, quantities={"1": quantity - 5}, reason="够用", by=by),
            "copy": lambda: services.send_copies(case, people=[other], by=by),
            "withdraw": lambda: services.withdraw(case, by=by),
            "urge": lambda: services.urge(case, by=by),
            "again": lambda: self.again(case, by),
        }
        usual = lambda: services.decide(case, verb=verb, by=by, opinion="请按规定")  # noqa: E731
        try:
            with transaction.atomic():
                acts.get(verb, usual)()
        except RuleError:
            return False
        self.case.refresh_from_db()
        return True

    def again(self, case, by):
        if case.status != "returned":
            raise RuleError("only what was sent back is submitted again here")
        self.submit(by)

    def upload(self, by):
        return Attachment.objects.create(
            school=self.office.school, uploaded_by=by, file="scan.pdf", name="scan.pdf", bytes=1,
            media_type="application/pdf", sha256="", created_at=clock.now(),
        ).token  # fmt: skip


@contextmanager
def undone():
    """Let the block work in the database and undo it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def office(office, monkeypatch):
    office.grant("accountant", "approvals.enter_ruling")
    office.grant("vice_principal", "approvals.enter_ruling")
    for name, role in (("second", "director"), ("keeper", "asset_keeper")):
        office.people[name] = office.appoint(role, UserFactory(name=name))
    office.told = []
    monkeypatch.setitem(
        hooks.approval_outcomes._functions, "school.department", lambda case: office.told.append(case.status)
    )
    monkeypatch.setitem(hooks.approval_lines._functions, "school.department", lambda subject: [LINE])
    return office


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_people_do_the_case_goes_as_the_plain_model_says(office, data):
    route = data.draw(st.lists(st.sampled_from(ROUTES), min_size=1, max_size=4), "route")
    requester = data.draw(st.sampled_from(["teacher", "keeper", "head"]), "requester")
    away = data.draw(st.sampled_from([{}, {"director": "keeper"}, {"head": "vice_principal"}]), "away")
    away = {person: stand_in for person, stand_in in away.items() if stand_in != requester and person != requester}
    office.told.clear()
    with undone():
        services.set_route(office.school, kind="purchase", by=office.director, steps=route)
        for person, stand_in in away.items():
            services.set_stand_in(
                getattr(office, person), school=office.school, stand_in=getattr(office, stand_in),
                starts_on=clock.today(), ends_on=clock.today(), by=office.director,
            )  # fmt: skip
        walk(data, School(office, requester), Model(requester, away), office.told)


def walk(data, school, model, told):
    model.turns = school.turns()
    step = st.tuples(st.sampled_from(VERBS), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
    for verb, person, other in data.draw(st.lists(step, min_size=6, max_size=24), "what happens"):
        person = likely(data, model, verb, person)
        if verb == "hand" and model.turns:
            other = data.draw(st.sampled_from([other, *model.turns[0].gave_away]), "to whom")
        noted, quantity = events(school), model.quantity
        allowed = model.act(verb, person, other)

        assert school.act(verb, person, other, quantity) == allowed, (verb, person, other)
        if verb == "again" and allowed:
            model.turns = school.turns()
        assert (events(school) > noted) == allowed, "whatever is done is noted, and nothing else"
        compare(school, model, told)


def likely(data, model, verb, person):
    """Half of the time, somebody who may act, so that cases get on."""
    if verb in ("withdraw", "urge", "again"):
        able = [model.requester]
    else:
        able = [name for name in PEOPLE if model.seat(name)]
    return data.draw(st.sampled_from([person, *able]), "who")


def events(school):
    return Event.objects.about(school.case).count()


def compare(school, model, told):
    case = school.case
    waiting = {school.names[seat.person_id] for seat in seats_waiting(case)}
    cut = LINE.quantity != model.quantity

    assert (case.status, waiting) == (model.status, model.turns[0].asked if model.turns else set())
    assert told == model.outcomes, "each end is told exactly once, and nothing before it"
    assert case.decisions.count() == model.decisions
    assert case.seats.exclude(handed_from=None).count() == model.handed, "every hand it went through stays"
    assert not Decision.objects.filter(case=case, person=school.requester).exists()
    assert approved_lines(case) == ({"1": model.quantity} if cut else {})
    assert case.amount == model.quantity * 30
    if case.status == "approved":
        assert set(case.steps.filter(revision=case.revision).values_list("status", flat=True)) == {"done"}
