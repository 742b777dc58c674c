"""Addresses of fees, letters and the public page; ``finance.urls`` holds them."""

from django.urls import path

from finance.views import fee_money, fees, letters, public, strays

urlpatterns = [
    path("fees/", fees.FeeItemList.as_view(), name="feeitem_list"),
    path("fees/new/", fees.FeeItemCreate.as_view(), name="feeitem_create"),
    path("fees/publication/", fees.FeePublication.as_view(), name="fee_publication"),
    path("fees/<int:pk>/", fees.FeeItemDetail.as_view(), name="feeitem_detail"),
    path("fees/<int:pk>/change/", fees.FeeItemChange.as_view(), name="feeitem_change"),
    path("fees/<int:pk>/publish/", fees.FeeItemPublish.as_view(), name="feeitem_publish"),
    path("fees/<int:pk>/start/", fees.FeeItemStart.as_view(), name="feeitem_start"),
    path("fees/<int:pk>/stop/", fees.FeeItemStop.as_view(), name="feeitem_stop"),
    path("fees/<int:pk>/settle/", fees.FeeItemSettle.as_view(), name="feeitem_settle"),
    path("fees/<int:pk>/settlement/", fees.FeeSettlementPaper.as_view(), name="fee_settlement"),
    path("fees/<int:pk>/consents/", fee_money.FeeItemConsents.as_view(), name="feeitem_consents"),
    path("fees/<int:pk>/collect/", fee_money.FeeItemCollect.as_view(), name="feeitem_collect"),
    path("fees/<int:pk>/spend/", fee_money.FeeItemSpend.as_view(), name="feeitem_spend"),
    path("fees/<int:pk>/refund/", fee_money.FeeItemRefund.as_view(), name="feeitem_refund"),
    path("fees/payments/", fee_money.FeeCollectionList.as_view(), name="feecollection_list"),
    path("fees/payments/deposit/", fee_money.FeeDeposit.as_view(), name="fee_deposit"),
    path("fees/payments/<int:pk>/", fee_money.FeeCollectionDetail.as_view(), name="feecollection_detail"),
    path("fees/payments/<int:pk>/reverse/", fee_money.FeeCollectionReverse.as_view(), name="feecollection_reverse"),
    path("fees/spendings/<int:pk>/reverse/", fee_money.FeeSpendingReverse.as_view(), name="feespending_reverse"),
    path("fees/strays/", strays.StrayChargeList.as_view(), name="straycharge_list"),
    path("fees/strays/new/", strays.StrayChargeCreate.as_view(), name="straycharge_create"),
    path("fees/strays/<int:pk>/", strays.StrayChargeDetail.as_view(), name="straycharge_detail"),
    path("fees/strays/<int:pk>/repay/", strays.StrayChargeRepay.as_view(), name="straycharge_repay"),
    path("fees/strays/<int:pk>/dismiss/", strays.StrayChargeDismiss.as_view(), name="straycharge_dismiss"),
    path("fees/letters/", letters.LetterRunList.as_view(), name="letterrun_list"),
    path("fees/letters/new/", letters.LetterRunCreate.as_view(), name="letterrun_create"),
    path("fees/letters/<int:pk>/", letters.LetterRunDetail.as_view(), name="letterrun_detail"),
    path("fees/letters/<int:pk>/retry/", letters.LetterRunRetry.as_view(), name="letterrun_retry"),
    path("fees/letters/<int:pk>/progress/", letters.LetterRunProgress.as_view(), name="letterrun_progress"),
    path("fees/letters/<int:pk>/letters.pdf", letters.LetterRunFile.as_view(), name="letterrun_file"),
    path("public-page/", public.PublicPageChange.as_view(), name="public_change"),
    path("public-page/poster.pdf", public.PublicPoster.as_view(), name="public_poster"),
]
