"""What became of the faults that checks of the sample school reported."""

from datetime import timedelta

from logistics import clock
from repairs import services
from repairs.models import Repair

STILL_OPEN = timedelta(days=10)


def mend_findings(sample):
    """Mend, two days after the check, what was reported by one; the latest stays open."""
    reported = Repair.objects.of_school(sample.school).filter(source=Repair.Source.CHECK, status=Repair.Status.ASSIGNED)
    for repair in reported.filter(reported_at__lt=clock.now() - STILL_OPEN).order_by("reported_at"):
        worker = repair.assigned_to.at(sample.school)
        with clock.set_to(repair.reported_at + timedelta(days=2)):
            repair = services.start_repair(repair, by=worker)
        with clock.set_to(repair.reported_at + timedelta(days=2, hours=2)):
            repair = services.complete_repair(repair, by=worker, result="已修复", cause="nature", labour_minutes=90)
        with clock.set_to(repair.finished_at + timedelta(days=5)):
            services.accept_by_default(repair)
