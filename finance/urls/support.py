"""Addresses of subsidies, audits, applications for money, wages and enrolment days."""

from django.urls import path

from finance.views import audits, fee_days, grants, subsidies, subsidy_money, wages

urlpatterns = [
    path("subsidies/", subsidies.SubsidyList.as_view(), name="subsidy_list"),
    path("subsidies/new/", subsidies.SubsidyCreate.as_view(), name="subsidy_create"),
    path("subsidies/<int:pk>/", subsidies.SubsidyDetail.as_view(), name="subsidy_detail"),
    path("subsidies/<int:pk>/change/", subsidies.SubsidyChange.as_view(), name="subsidy_change"),
    path("subsidies/<int:pk>/pupils/", subsidy_money.SubsidyPupils.as_view(), name="subsidy_pupils"),
    path("subsidies/<int:pk>/publish/", subsidies.SubsidyPublish.as_view(), name="subsidy_publish"),
    path("subsidies/<int:pk>/pay/", subsidy_money.SubsidyPay.as_view(), name="subsidy_pay"),
    path("subsidies/<int:pk>/stop/", subsidies.SubsidyStop.as_view(), name="subsidy_stop"),
    path("subsidies/<int:pk>/list/", subsidies.SubsidyPaper.as_view(), name="subsidy_paper"),
    path("subsidy-pupils/<int:pk>/strike/", subsidies.SubsidyShareStrike.as_view(), name="subsidyshare_strike"),
    path("subsidy-payments/", subsidy_money.SubsidyPaymentList.as_view(), name="subsidypayment_list"),
    path("subsidy-payments/<int:pk>/", subsidy_money.SubsidyPaymentDetail.as_view(), name="subsidypayment_detail"),
    path(
        "subsidy-payments/<int:pk>/signed/", subsidy_money.SubsidyPaymentSigned.as_view(), name="subsidypayment_signed"
    ),
    path(
        "subsidy-payments/<int:pk>/reverse/",
        subsidy_money.SubsidyPaymentReverse.as_view(),
        name="subsidypayment_reverse",
    ),
    path("audits/", audits.AuditList.as_view(), name="audit_list"),
    path("audits/new/", audits.AuditCreate.as_view(), name="audit_create"),
    path("audits/<int:pk>/", audits.AuditDetail.as_view(), name="audit_detail"),
    path("audits/<int:pk>/report/", audits.AuditReport.as_view(), name="audit_report"),
    path("audits/<int:pk>/find/", audits.AuditFind.as_view(), name="audit_find"),
    path("audits/<int:pk>/paper.pdf", audits.AuditPaper.as_view(), name="audit_paper"),
    path("audit-findings/", audits.AuditFindingList.as_view(), name="auditfinding_list"),
    path("audit-findings/<int:pk>/", audits.AuditFindingDetail.as_view(), name="auditfinding_detail"),
    path("audit-findings/<int:pk>/correct/", audits.AuditFindingCorrect.as_view(), name="auditfinding_correct"),
    path("grants/", grants.GrantList.as_view(), name="grant_list"),
    path("grants/new/", grants.GrantCreate.as_view(), name="grant_create"),
    path("grants/<int:pk>/", grants.GrantDetail.as_view(), name="grant_detail"),
    path("grants/<int:pk>/grant/", grants.GrantGrant.as_view(), name="grant_grant"),
    path("grants/<int:pk>/refuse/", grants.GrantRefuse.as_view(), name="grant_refuse"),
    path("grants/<int:pk>/withdraw/", grants.GrantWithdraw.as_view(), name="grant_withdraw"),
    path("grants/<int:pk>/fund/", grants.GrantFund.as_view(), name="grant_fund"),
    path("grants/<int:pk>/paper.pdf", grants.GrantPaper.as_view(), name="grant_paper"),
    path("wages/", wages.WageMonthList.as_view(), name="wagemonth_list"),
    path("wages/new/", wages.WageMonthCreate.as_view(), name="wagemonth_create"),
    path("wages/<int:pk>/", wages.WageMonthDetail.as_view(), name="wagemonth_detail"),
    path("wages/<int:pk>/take-back/", wages.WageMonthTakeBack.as_view(), name="wagemonth_take_back"),
    path("enrolment/", fee_days.FeeDayList.as_view(), name="feeday_list"),
    path("enrolment/new/", fee_days.FeeDayCreate.as_view(), name="feeday_create"),
    path("enrolment/<int:pk>/", fee_days.FeeDayDetail.as_view(), name="feeday_detail"),
    path("enrolment/<int:pk>/change/", fee_days.FeeDayChange.as_view(), name="feeday_change"),
    path("enrolment/<int:pk>/slots/", fee_days.FeeDaySlots.as_view(), name="feeday_slots"),
    path("enrolment/<int:pk>/announce/", fee_days.FeeDayAnnounce.as_view(), name="feeday_announce"),
    path("enrolment/<int:pk>/plan.pdf", fee_days.FeeDayPaper.as_view(), name="feeday_paper"),
]
