"""The route one request will take: who will be asked, in which order, or where somebody is missing."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals.models import Body, RouteStep, Step
from logistics.approvals.selectors.cases import clerks_of_rulings, wishes_of
from logistics.approvals.selectors.routes import route_in_force
from logistics.pages.columns import as_text
from logistics.people.models import Role, User
from logistics.people.selectors import command_line, role_holders, superior_of

HEAD_ROLE = "head"


@dataclass(frozen=True)
class PlannedStep:
    """One signature to come. ``note`` tells why somebody else than the route says is asked.

    A meeting or an office outside (``kind``, ``body``) has no people.
    """

    label: str
    duty: str
    people: list
    mode: str = "any"
    note: str = ""
    kind: str = Step.Kind.SIGN
    body: str = ""

    @property
    def names(self):
        joint = _(" and ") if self.mode == "all" else _(" or ")
        return joint.join(person.name for person in self.people)

    def merged_with(self, other):
        """Return both as one signature of the same people."""
        return replace(
            self,
            label=_joined(self.label, other.label),
            duty=_joined(self.duty, other.duty),
            note=_joined(self.note, other.note),
        )


@dataclass(frozen=True)
class Plan:
    """The preview of a route. ``gaps`` are sentences on what keeps the request from being submitted."""

    amount: object
    steps: list = field(default_factory=list)
    gaps: list = field(default_factory=list)

    @property
    def sentence(self):
        """这张 1,200.00 元的申请将经过：部门负责人 → 总务主任 → 校长."""
        facts = {"amount": as_text(self.amount, "money"), "steps": " → ".join(step.label for step in self.steps)}
        return _("This request over %(amount)s yuan will pass: %(steps)s") % facts

    @property
    def is_whole(self):
        return bool(self.steps) and not self.gaps


def plan_route(school, kind, amount, *, by, department=None, category="", fund="", on=None, steps=None):
    """Return the Plan of a request over ``amount`` (Decimal in yuan) that ``by`` makes for ``department``.

    category, fund: slugs that the kind of approval names. steps: RouteSteps to try instead of those in force.
    A step applies from its limit on, the limit included. The requester's own step and a vacant one pass to the next
    superior; the principal's own request ends with whom the school names. Neighbouring steps of the same people are
    one signature.
    """
    planner = _Planner(school, by, department, on or clock.today())
    if steps is None:
        steps = route_in_force(school, kind, on=planner.on, department=department).steps
    asked = [step for step in steps if step.applies_to(amount, category=category, fund=fund)]
    planned = [found for step in asked for found in planner.plan(step)]
    if planner.is_at_the_top():
        planned.append(planner.chosen_by_the_school(_("Approval of the principal's own request"), ""))
    found = [step for step in planned if isinstance(step, PlannedStep)]
    gaps = list(dict.fromkeys(step for step in planned if isinstance(step, str)))
    if not planned:
        gaps = [_("The route has no step for this amount. Ask the director of logistics to set it.")]
    return Plan(amount, _merge_neighbours(found), gaps)


class _Planner:
    """Finds the people of one request's steps. What it finds is a PlannedStep, or a sentence naming the gap."""

    def __init__(self, school, by, department, on):
        self.school, self.by, self.department, self.on = school, by, department, on
        self.roles = {
            role.key: role for role in Role.objects.of_school(school).select_related("superior").order_by("pk")
        }
        for role in self.roles.values():  # the line of command is walked without a query a step
            role.superior = next((above for above in self.roles.values() if above.pk == role.superior_id), None)
            role.school = school

    def plan(self, step):
        """Return what a step of the route comes to: one planned step, or two where one body proposes and one decides."""
        find = {
            RouteStep.Asks.PERSON: self._named_person,
            RouteStep.Asks.HEAD: self._head,
            RouteStep.Asks.ROLE: self._role,
        }.get(step.asks)
        if find is not None:
            return [find(step)]
        if step.body == Body.PROPOSED:
            return [
                self._body(step, Body.PRINCIPALS, _("proposes")),
                self._body(step, Body.PARTY, _("decides")),
            ]
        return [self._body(step, Body(step.body))]

    def _body(self, step, body, part=""):
        kind = Step.Kind.MEETING if step.asks == RouteStep.Asks.MEETING else Step.Kind.OUTSIDE
        if not [person for person in self._clerks() if person != self.by]:
            return _("Nobody may enter what “%(body)s” decides. Give somebody this permission first.") % {
                "body": body.label
            }
        return PlannedStep(str(body.label), _joined(part, step.duty), [], kind=kind, body=body)

    def _clerks(self):
        found = self.__dict__.setdefault("_found", {})
        if "clerks" not in found:
            found["clerks"] = clerks_of_rulings(self.school)
        return found["clerks"]

    def _named_person(self, step):
        person = step.person
        if person != self.by and User.objects.working_at(self.school, self.on).filter(pk=person.pk).exists():
            return PlannedStep(person.name, step.duty, [person], step.mode)
        above = superior_of(person, self.school, on=self.on)
        if above is not None and above != self.by:
            return PlannedStep(person.name, step.duty, [above], step.mode, self._why_passed([person], above.name))
        return self._at_the_end(person.name, step.duty)

    def _head(self, step):
        label = _("Head of department")
        head = self.department.head if self.department else None
        if head is None or not head.is_active:
            holders = self._holders(HEAD_ROLE) if self.department else []
            nearest = [person for person in holders if person.nearness == holders[0].nearness]
            return self._asked_or_above(step, label, nearest, HEAD_ROLE)
        return self._asked_or_above(step, label, [head], HEAD_ROLE)

    def _role(self, step):
        roles = [self.roles[key] for key in step.roles if key in self.roles]
        label = "/".join(role.name for role in roles) or "/".join(step.roles)
        holders = list(dict.fromkeys(person for role in roles for person in self._holders(role.key)))
        if self.by in holders:
            own = next(role.key for role in roles if self.by in self._holders(role.key))
            return self._asked_or_above(step, label, holders, own)
        return self._asked_or_above(step, label, holders, roles[0].key if roles else None)

    def _asked_or_above(self, step, label, holders, role_key):
        """The holders themselves; from the role upward when there are none, or when the requester is one of them."""
        if holders and self.by not in holders:
            return PlannedStep(label, step.duty, holders, step.mode)
        if role_key not in self.roles:
            return self._at_the_end(label, step.duty)
        for role in list(command_line(self.roles[role_key]))[1:]:
            above = self._holders(role.key)
            if above and self.by not in above:
                return PlannedStep(label, step.duty, above, step.mode, self._why_passed(holders, role.name))
        return self._at_the_end(label, step.duty)

    def _why_passed(self, holders, above):
        if self.by in holders:
            return _("The requester's own step: passes to %(above)s") % {"above": above}
        return _("Nobody holds this post: passes to %(above)s") % {"above": above}

    def _at_the_end(self, label, duty):
        """What is left when the line of command has nobody more: for the principal, whom the school names."""
        if self.is_at_the_top():
            return self.chosen_by_the_school(label, duty)
        return _("Nobody can sign as “%(step)s”, and there is no superior either. Appoint somebody first.") % {
            "step": label
        }

    def is_at_the_top(self):
        """Say whether the requester leads the school, so that nobody in it stands above."""
        tops = {list(command_line(role))[-1].key for role in self.roles.values() if role.superior_id}
        return any(self.by in self._holders(key) for key in tops)

    def chosen_by_the_school(self, label, duty):
        named = wishes_of(self.school).principal_request_to
        if named is None or named == self.by or not named.is_active:
            return _(
                "The school has not named who approves the principal's own requests. Set it on the page of routes."
            )
        note = _("The principal's own request: %(name)s is named by the school") % {"name": named.name}
        return PlannedStep(label, duty, [named], note=note)

    def _holders(self, key):
        found = self.__dict__.setdefault("_found", {})
        if key not in found:
            found[key] = list(role_holders(self.school, key, department=self.department, on=self.on))
        return found[key]


def _merge_neighbours(steps):
    merged = []
    for step in steps:
        if merged and step.people and set(merged[-1].people) == set(step.people):
            merged[-1] = merged[-1].merged_with(step)
        else:
            merged.append(step)
    return merged


def _joined(first, second):
    if not first or not second or first == second:
        return first or second
    return _("%(first)s, %(second)s") % {"first": first, "second": second}
