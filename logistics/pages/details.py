"""The page of one record."""

from django.shortcuts import render

from logistics import hooks
from logistics.pages.base import RecordPage
from logistics.pages.parts import Action, Cell, FactGroup, Step
from logistics.pages.timeline import timeline_of


class DetailPage(RecordPage):
    """A record with its facts, actions, panels and timeline.

    actions: ActionPage classes, offered while ``FLOW`` allows the move and the person holds the permission; the first
    offered that is ``primary`` is the one primary button. groups: [(title, [Column, …])]. path: states of the stepper.
    history_beside: what happened stands beside the facts where there is room, for records without wide tables.
    """

    template_name = "generic/detail.html"
    actions = []
    groups = []
    path = []
    history_beside = False
    list_url_name = ""

    def get(self, request, *args, **kwargs):
        return render(request, self.template_name, self.get_context())

    def get_title(self):
        return str(self.object)

    def get_number(self):
        return getattr(self.object, "number", "")

    def get_chip(self):
        record = self.object
        if not hasattr(record, "status"):
            return None
        return Cell(None, record.get_status_display(), tone=getattr(record, "tone", "neutral"))

    def get_actions(self):
        offered = [action for action in self.actions if action.is_offered(self.request.user, self.object)]
        actions = []
        primary_taken = False
        for action in offered:
            tone = action.tone
            if tone == "primary" and primary_taken:
                tone = "secondary"
            primary_taken = primary_taken or tone == "primary"
            actions.append(Action(action.label, action.url_for(self.object), icon=action.icon, tone=tone))
        return actions

    def get_fact_groups(self):
        return [
            FactGroup(title, [fact for fact in (column.fact(self.object) for column in columns) if fact.text])
            for title, columns in self.groups
        ]

    def get_stepper(self):
        """Return the steps of ``path``: those before the present state are done."""
        if not self.path:
            return []
        labels = dict(type(self.object).Status.choices)
        status = self.object.status
        if status not in self.path:
            return [Step(labels[state], "todo") for state in self.path[:1]] + [Step(labels[status], "stopped")]
        here = self.path.index(status)
        last = here == len(self.path) - 1
        return [
            Step(labels[state], "done" if place < here or last else "current" if place == here else "todo")
            for place, state in enumerate(self.path)
        ]

    def get_photos(self):
        return []

    def get_panels(self):
        """Return panels of this page and those that apps above contribute."""
        contribute = hooks.panels.get(self.object)
        return list(contribute(self.object, self.request.user)) if contribute else []

    def get_timeline(self):
        return timeline_of(self.object)

    def get_context(self):
        return {
            "object": self.object,
            "page": {**self.page_facts(), "number": self.get_number(), "chip": self.get_chip()},
            "actions": self.get_actions(),
            "stepper": self.get_stepper(),
            "fact_groups": [group for group in self.get_fact_groups() if group.facts],
            "photos": self.get_photos(),
            "panels": self.get_panels(),
            "timeline": self.get_timeline(),
            "history_beside": self.history_beside,
        }
