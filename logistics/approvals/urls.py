from django.urls import path

from logistics.approvals.views import absences, asking, cases, inbox, routes, signing

app_name = "approvals"
urlpatterns = [
    path("", inbox.Inbox.as_view(), name="case_list"),
    path("asked/", inbox.Asked.as_view(), name="case_asked"),
    path("signed/", inbox.Decided.as_view(), name="case_decided"),
    path("copied/", inbox.Copied.as_view(), name="case_copied"),
    path("meetings/", inbox.Rulings.as_view(), name="case_rulings"),
    path("small/", inbox.Batch.as_view(), name="case_batch"),
    path("phrases/", cases.Phrases.as_view(), name="phrases"),
    path("routes/", routes.RouteList.as_view(), name="route_list"),
    path("routes/wishes/", routes.Wishes.as_view(), name="wishes"),
    path("routes/withdraw/<int:pk>/", routes.RouteWithdraw.as_view(), name="route_withdraw"),
    path("routes/end/<int:pk>/", routes.RouteEnd.as_view(), name="route_end"),
    path("routes/<slug:kind>/", routes.RouteChange.as_view(), name="route_change"),
    path("stand-ins/", absences.AbsenceList.as_view(), name="absence_list"),
    path("stand-ins/new/", absences.AbsenceCreate.as_view(), name="absence_create"),
    path("stand-ins/<int:pk>/end/", absences.AbsenceEnd.as_view(), name="absence_end"),
    path("<int:pk>/", cases.CaseDetail.as_view(), name="case_detail"),
    path("<int:pk>/agree/", signing.CaseAgree.as_view(), name="case_agree"),
    path("<int:pk>/return/", signing.CaseReturn.as_view(), name="case_return"),
    path("<int:pk>/refuse/", signing.CaseRefuse.as_view(), name="case_refuse"),
    path("<int:pk>/withdraw/", signing.CaseWithdraw.as_view(), name="case_withdraw"),
    path("<int:pk>/urge/", signing.CaseUrge.as_view(), name="case_urge"),
    path("<int:pk>/hand-over/", asking.CaseHandOver.as_view(), name="case_hand_over"),
    path("<int:pk>/add-signer/", asking.CaseAddSigner.as_view(), name="case_add_signer"),
    path("<int:pk>/copy/", asking.CaseCopy.as_view(), name="case_copy"),
    path("<int:pk>/cut/", asking.CaseCut.as_view(), name="case_cut"),
    path("<int:pk>/decision/", asking.CaseRule.as_view(), name="case_rule"),
    path("<int:pk>/on-paper/", signing.CaseOnPaper.as_view(), name="case_on_paper"),
]
