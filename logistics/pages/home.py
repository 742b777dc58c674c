"""Pages that collect from every app: home, to do, log, search."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from logistics import clock, hooks
from logistics.pages.base import Page
from logistics.pages.dates import day_with_weekday
from logistics.pages.parts import HomeSection


class Home(Page):
    """今天要我做的 first, then what is late, then a few figures, each a link. ``most``: tasks shown of one kind."""

    template_name = "home.html"
    title = gettext_lazy("Home")
    most = 6

    def get_subtitle(self):
        today = clock.today()
        return " · ".join([day_with_weekday(today), *map(str, hooks.day_words.results(self.school, today))])

    def get(self, request):
        return render(request, self.template_name, {"page": self.page_facts(), **self.get_context(request.user)})

    def get_context(self, user):
        today, more = self.shown(hooks.tasks.results(user))
        late, later = self.shown(hooks.late.results(user))
        stats = list(hooks.stats.results(user))
        return {
            "today": HomeSection(_("For me to do today"), today, _("Nothing waits for you."), more),
            "late": HomeSection(_("Late"), late, more=later) if late else None,
            "stats": stats,
            "entries": [] if stats else loggable_by(user),
        }

    def shown(self, waiting):
        """Return (the tasks of all that is ``waiting``, the first of each kind of rows; whether more wait)."""
        tasks, more = [], False
        for item in waiting:
            of_kind = tasks_of(item, self.most + 1)
            tasks += of_kind[: self.most]
            more |= len(of_kind) > self.most
        return tasks, more


class ToDo(Home):
    """Only what waits for me."""

    title = gettext_lazy("To do")
    most = 50

    def get_context(self, user):
        return {**super().get_context(user), "stats": [], "entries": []}


def tasks_of(item, most):
    """Return up to ``most`` tasks of what an app says is waiting: rows, or one Task."""
    return [item.task(row) for row in item.rows[:most]] if isinstance(item, hooks.Waiting) else [item]


class Log(Page):
    """What this person may log, one tap each."""

    title = gettext_lazy("Log")

    def get(self, request):
        return render(request, "log.html", {"page": self.page_facts(), "entries": loggable_by(request.user)})


def loggable_by(user):
    """Return what a person may log."""
    return [entry for entry in hooks.loggable.results() if not entry.permission or user.has_perm(entry.permission)]


class Search(Page):
    """Every record that answers a text; an exact number opens its record at once."""

    title = gettext_lazy("Search")

    def get(self, request):
        text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
        hits = list(hooks.search.results(request.user, text)) if text else []
        exact = [hit for hit in hits if hit.exact]
        if len(exact) == 1:
            return redirect(exact[0].url)
        return render(request, "search.html", {"page": self.page_facts(), "text": text, "hits": hits})
