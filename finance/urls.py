from django.urls import path

from finance import income_urls
from finance.views import asking, budget, buying, purchases, quotes, suppliers

app_name = "finance"
urlpatterns = [
    path("purchases/", purchases.PurchaseList.as_view(), name="purchase_list"),
    path("purchases/new/", asking.PurchaseCreate.as_view(), name="purchase_create"),
    path("purchases/preview/", asking.PurchasePreview.as_view(), name="purchase_preview"),
    path("purchases/ledger/", purchases.PurchaseLedger.as_view(), name="purchase_ledger"),
    path("purchases/<int:pk>/", purchases.PurchaseDetail.as_view(), name="purchase_detail"),
    path("purchases/<int:pk>/change/", asking.PurchaseChange.as_view(), name="purchase_change"),
    path("purchases/<int:pk>/submit/", asking.PurchaseSubmit.as_view(), name="purchase_submit"),
    path("purchases/<int:pk>/withdraw/", asking.PurchaseWithdraw.as_view(), name="purchase_withdraw"),
    path("purchases/<int:pk>/drop/", asking.PurchaseDrop.as_view(), name="purchase_drop"),
    path("purchases/<int:pk>/buy/", buying.PurchaseBuy.as_view(), name="purchase_buy"),
    path("purchases/<int:pk>/pay/", buying.PurchasePay.as_view(), name="purchase_pay"),
    path("purchases/<int:pk>/slip.pdf", purchases.PurchaseSlip.as_view(), name="purchase_slip"),
    path("purchases/<int:pk>/quote/", quotes.QuoteAdd.as_view(), name="quote_create"),
    path("purchases/<int:pk>/comparison.pdf", quotes.QuoteComparison.as_view(), name="quote_comparison"),
    path("quotes/<int:pk>/choose/", quotes.QuoteChoose.as_view(), name="quote_choose"),
    path("quotes/<int:pk>/withdraw/", quotes.QuoteWithdraw.as_view(), name="quote_withdraw"),
    path("suppliers/", suppliers.SupplierList.as_view(), name="supplier_list"),
    path("suppliers/new/", suppliers.SupplierCreate.as_view(), name="supplier_create"),
    path("suppliers/workbook/", suppliers.SupplierWorkbook.as_view(), name="supplier_workbook"),
    path("suppliers/<int:pk>/", suppliers.SupplierDetail.as_view(), name="supplier_detail"),
    path("suppliers/<int:pk>/change/", suppliers.SupplierChange.as_view(), name="supplier_change"),
    path("suppliers/<int:pk>/paper/", suppliers.SupplierPaperAdd.as_view(), name="supplier_paper"),
    path("suppliers/<int:pk>/ban/", suppliers.SupplierBanAdd.as_view(), name="supplier_ban"),
    path("suppliers/<int:pk>/lift/", suppliers.SupplierBanLift.as_view(), name="supplier_lift"),
    path("budget/", budget.BudgetLineList.as_view(), name="budgetline_list"),
    path("budget/new/", budget.BudgetLineCreate.as_view(), name="budgetline_create"),
    path("budget/workbook/", budget.BudgetLineWorkbook.as_view(), name="budgetline_workbook"),
    path("budget/<int:pk>/", budget.BudgetLineDetail.as_view(), name="budgetline_detail"),
    path("budget/<int:pk>/change/", budget.BudgetLineChange.as_view(), name="budgetline_change"),
    path("budget/<int:pk>/adjust/", budget.BudgetLineAdjust.as_view(), name="budgetline_adjust"),
    *income_urls.urlpatterns,
]
