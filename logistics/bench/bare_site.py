"""A site with one page as Django's manual writes it: 25 repairs of the person's school and how many there are.

Sign-in and middleware are ours, so that what differs is the page.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.views.generic import ListView

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
settings.ROOT_URLCONF = __name__
application = get_wsgi_application()

from django.contrib.auth.mixins import LoginRequiredMixin  # noqa: E402  the apps are ready only now

from repairs.models import Repair  # noqa: E402

PAGE = engines["django"].from_string("""<!doctype html><title>{{ page_obj.paginator.count }}</title><table>
{% for row in page_obj %}
<tr><td>{{ row.number }}<td>{{ row.place.label }}<td>{{ row.get_status_display }}<td>{{ row.reported_at }}</tr>
{% endfor %}</table>""")


class Rows(LoginRequiredMixin, ListView):
    paginate_by = 25

    def get_queryset(self):
        return Repair.objects.filter(school=self.request.school).select_related("place").defer("search_text", "grams")

    def render_to_response(self, context, **options):
        return HttpResponse(PAGE.render(context))


urlpatterns = [path("", Rows.as_view())]
