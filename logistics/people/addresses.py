"""Where a request comes from."""

from django.conf import settings


def client_address(request):
    """Return the address of the client; X-Forwarded-For counts only behind the proxies named by TRUSTED_PROXIES."""
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            return hops[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")
