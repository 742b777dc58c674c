"""Questions about suppliers."""

from finance.models import Supplier, SupplierBan


def ban_on(supplier, day):
    """Return the SupplierBan that keeps the school from buying there on ``day``, or None."""
    return SupplierBan.objects.filter(supplier=supplier).in_force(day).select_related("by").first()


def suppliers_to_choose(school, day):
    """Return the suppliers one may buy from on ``day``."""
    return Supplier.objects.of_school(school).with_standing(day).filter(is_active=True, is_banned=False)
