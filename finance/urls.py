from django.urls import path

from finance.views import purchases

app_name = "finance"
urlpatterns = [
    path("purchases/", purchases.PurchaseList.as_view(), name="purchase_list"),
    path("purchases/new/", purchases.PurchaseCreate.as_view(), name="purchase_create"),
    path("purchases/preview/", purchases.PurchasePreview.as_view(), name="purchase_preview"),
    path("purchases/ledger/", purchases.PurchaseLedger.as_view(), name="purchase_ledger"),
    path("purchases/<int:pk>/", purchases.PurchaseDetail.as_view(), name="purchase_detail"),
    path("purchases/<int:pk>/change/", purchases.PurchaseChange.as_view(), name="purchase_change"),
    path("purchases/<int:pk>/submit/", purchases.PurchaseSubmit.as_view(), name="purchase_submit"),
    path("purchases/<int:pk>/withdraw/", purchases.PurchaseWithdraw.as_view(), name="purchase_withdraw"),
    path("purchases/<int:pk>/drop/", purchases.PurchaseDrop.as_view(), name="purchase_drop"),
    path("purchases/<int:pk>/buy/", purchases.PurchaseBuy.as_view(), name="purchase_buy"),
    path("purchases/<int:pk>/pay/", purchases.PurchasePay.as_view(), name="purchase_pay"),
    path("purchases/<int:pk>/slip.pdf", purchases.PurchaseSlip.as_view(), name="purchase_slip"),
]
