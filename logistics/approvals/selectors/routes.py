"""Which route is in force: the department's, else the school's, else the shipped one."""

from dataclasses import dataclass

from logistics import hooks
from logistics.approvals.models import Route, RouteStep


@dataclass(frozen=True)
class RouteInForce:
    """The steps of a kind on a day. ``route`` is None while the school uses the shipped one; steps may be unsaved."""

    kind: hooks.ApprovalKind
    steps: list
    route: Route | None = None


def kinds():
    """Return what may be put up for approval."""
    return list(hooks.approval_kinds.results())


def kind_of(key):
    """Return the kind named ``key``; an unknown one raises LookupError."""
    found = next((kind for kind in kinds() if kind.key == key), None)
    if found is None:
        raise LookupError(f"no kind of approval {key}")
    return found


def route_in_force(school, key, *, on, department=None):
    """Return the RouteInForce of a kind on a day."""
    kind = kind_of(key)
    routes = Route.objects.of_school(school).on(on).filter(kind=key).prefetch_related("steps__person")
    of_department = routes.filter(department=department).first() if department else None
    route = of_department or routes.filter(department=None).first()
    if route is not None:
        return RouteInForce(kind, list(route.steps.all()), route)
    return RouteInForce(kind, shipped_steps(kind, school, on))


def shipped_steps(kind, school, on):
    """Return the shipped steps of a kind as unsaved rows."""
    return [
        RouteStep(
            position=position,
            asks=RouteStep.Asks.ROLE if step.roles else RouteStep.Asks.HEAD,
            roles=list(step.roles),
            duty=step.duty,
            mode=step.mode,
            min_amount=step.min_amount,
        )
        for position, step in enumerate(kind.steps(school, on), start=1)
    ]
