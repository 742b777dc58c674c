from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LogisticsConfig(AppConfig):
    name = "logistics"

    def ready(self):
        """Let every app register what it contributes to shared pages and jobs."""
        autodiscover_modules("hooks")
