"""Forms about one class of something, such as a fee: ``?class=`` names it; without it, the classes to choose from."""

from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property

from logistics.db import record_id
from logistics.pages.changes import ActionPage
from logistics.school.models import SchoolClass


class ClassPage(ActionPage):
    """A form whose rows are the pupils of a class; ``get_rows`` are what its form is given of them."""

    keeps_drafts = False
    tone = "primary"

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.school_class else self.choose()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.school_class else self.choose()

    def choose(self):
        context = {"object": self.object, "page": self.page_facts(), "panels": [self.choice_panel()]}
        return render(self.request, "generic/detail.html", context)

    def choice_panel(self):
        """Return the Panel whose rows lead to the classes."""
        raise TypeError(f"{type(self).__name__} must offer its classes")

    @property
    def classes(self):
        """The classes that may be named."""
        return SchoolClass.objects.of_school(self.object.school)

    @cached_property
    def school_class(self):
        """The class the address names, ``the_only_class`` where it names none."""
        asked = self.request.GET.get("class", "")
        if not asked:
            return self.the_only_class()
        found = self.classes.filter(pk=record_id(asked) or 0).first()
        if found is None:
            raise Http404
        return found

    def the_only_class(self):
        """Return the class that needs no choosing, None where there is a choice."""
        return None

    def get_title(self):
        if self.school_class is None:
            return f"{self.label}：{self.object}"
        return f"{self.object} · {self.school_class.name}"

    def get_form_facts(self):
        return {**super().get_form_facts(), "school_class": self.school_class, **self.get_rows()}

    def get_rows(self):
        return {}

    def get_context(self, form):
        return {**super().get_context(form), "school_class": self.school_class, "item": self.object}
