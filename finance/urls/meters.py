"""Addresses of meters, prices and readings."""

from django.urls import path

from finance.views import collecting, meter_sheet, meters, readings

urlpatterns = [
    path("meters/", meters.MeterList.as_view(), name="meter_list"),
    path("meters/new/", meters.MeterCreate.as_view(), name="meter_create"),
    path("meters/read/", meter_sheet.MeterSheet.as_view(), name="meter_sheet"),
    path("meters/prices/", meters.TariffList.as_view(), name="tariff_list"),
    path("meters/prices/new/", meters.TariffCreate.as_view(), name="tariff_create"),
    path("meters/<int:pk>/", meters.MeterDetail.as_view(), name="meter_detail"),
    path("meters/<int:pk>/read/", meters.MeterRead.as_view(), name="meter_read"),
    path("meters/<int:pk>/change/", meters.MeterChange.as_view(), name="meter_change"),
    path("meters/<int:pk>/retire/", meters.MeterRetire.as_view(), name="meter_retire"),
    path("readings/", readings.ReadingList.as_view(), name="reading_list"),
    path("readings/collect/", collecting.ReadingCollect.as_view(), name="reading_collect"),
    path("readings/<int:pk>/", readings.ReadingDetail.as_view(), name="reading_detail"),
    path("readings/<int:pk>/receive/", readings.ReadingReceive.as_view(), name="reading_receive"),
    path("readings/<int:pk>/reverse/", readings.ReadingReverse.as_view(), name="reading_reverse"),
    path("readings/<int:pk>/bill.pdf", readings.ReadingBill.as_view(), name="reading_bill"),
    path("meter-payments/<int:pk>/reverse/", readings.MeterPaymentReverse.as_view(), name="meterpayment_reverse"),
]
