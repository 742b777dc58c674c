"""What every page does first: who is asking, and which rows are in sight."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import View


class Page(View):
    """A page of one school for signed-in people.

    permission_required: what it takes to open it (None: being signed in with a school). Out of sight is 404,
    not permitted is 403.
    """

    permission_required = None
    title = ""
    subtitle = ""
    back_url = ""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.school is None:
            raise PermissionDenied
        if self.permission_required and not request.user.has_perm(self.permission_required):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def school(self):
        return self.request.school

    def get_title(self):
        return self.title

    def get_subtitle(self):
        return self.subtitle

    def get_breadcrumbs(self):
        """Return [(label, url)] of the pages above this one."""
        return []

    def page_facts(self):
        """Return what templates read as ``page``."""
        crumbs = self.get_breadcrumbs()
        return {
            "title": self.get_title(),
            "subtitle": self.get_subtitle(),
            "breadcrumbs": crumbs,
            "back_url": self.back_url or (crumbs[-1][1] if crumbs else ""),
        }


class RecordPage(Page):
    """A page about rows of ``model``."""

    model = None
    queryset = None

    def get_queryset(self):
        """Return the rows this person may see."""
        queryset = self.model._default_manager.all() if self.queryset is None else self.queryset.all()
        return queryset.visible_to(self.request.user)

    @cached_property
    def object(self):
        try:
            return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        except OverflowError as error:
            raise Http404 from error
