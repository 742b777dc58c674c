"""Every address of the project."""

from django.contrib import admin
from django.urls import include, path

from logistics.health import healthz
from logistics.pages.home import Home, Log, Search, ToDo

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("todo/", ToDo.as_view(), name="todo"),
    path("log/", Log.as_view(), name="log"),
    path("search/", Search.as_view(), name="search"),
    path("", include("logistics.people.urls")),
    path("school/", include("logistics.school.urls")),
    path("rules/", include("logistics.rules.urls")),
    path("kinds/", include("logistics.catalogue.urls")),
    path("imports/", include("logistics.exchange.urls")),
    path("attachments/", include("logistics.attachments.urls")),
    path("notices/", include("logistics.notices.urls")),
    path("approvals/", include("logistics.approvals.urls")),
    path("checks/", include("logistics.checks.urls")),
    path("duties/", include("logistics.duties.urls")),
    path("reports/", include("logistics.reports.urls")),
    path("repairs/", include("repairs.urls")),
    path("r/", include("repairs.public_urls")),
    path("finance/", include("finance.urls")),
    path("open/", include("finance.urls.public")),
    path("assets/", include("assets.urls")),
    path("canteen/", include("canteen.urls")),
    path("safety/", include("safety.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("healthz", healthz, name="healthz"),
    path("keep/", admin.site.urls),
]

handler400 = "logistics.pages.unreadable.bad_request"
