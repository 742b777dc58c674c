"""What attachments contribute to shared jobs."""

from logistics import hooks
from logistics.attachments import services


@hooks.ticks.register(order=90)
def sweep():
    services.sweep_orphans()
