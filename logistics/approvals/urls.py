from django.urls import path

from logistics.approvals.views import cases, inbox, routes

app_name = "approvals"
urlpatterns = [
    path("", inbox.Inbox.as_view(), name="case_list"),
    path("asked/", inbox.Asked.as_view(), name="case_asked"),
    path("signed/", inbox.Decided.as_view(), name="case_decided"),
    path("small/", inbox.Batch.as_view(), name="case_batch"),
    path("phrases/", cases.Phrases.as_view(), name="phrases"),
    path("routes/", routes.RouteList.as_view(), name="route_list"),
    path("routes/wishes/", routes.Wishes.as_view(), name="wishes"),
    path("routes/<slug:kind>/", routes.RouteChange.as_view(), name="route_change"),
    path("<int:pk>/", cases.CaseDetail.as_view(), name="case_detail"),
    path("<int:pk>/agree/", cases.CaseAgree.as_view(), name="case_agree"),
    path("<int:pk>/return/", cases.CaseReturn.as_view(), name="case_return"),
    path("<int:pk>/refuse/", cases.CaseRefuse.as_view(), name="case_refuse"),
    path("<int:pk>/withdraw/", cases.CaseWithdraw.as_view(), name="case_withdraw"),
    path("<int:pk>/urge/", cases.CaseUrge.as_view(), name="case_urge"),
    path("<int:pk>/on-paper/", cases.CaseOnPaper.as_view(), name="case_on_paper"),
]
