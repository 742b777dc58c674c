from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from logistics.sample.building import CODE, build, logins
from logistics.sample.people import PASSWORD
from logistics.sample.removal import remove
from logistics.school.models import School


class Command(BaseCommand):
    help = (
        "Makes the sample school 育才小学 unless it is there; --logins lists who may sign in, --remove takes it away."
    )

    def add_arguments(self, parser):
        parser.add_argument("--logins", action="store_true", help="print a login a role")
        parser.add_argument("--remove", action="store_true", help="remove the sample school with everything in it")

    def handle(self, *args, **options):
        with override("zh-hans"):
            if options["logins"]:
                self.list_logins()
            elif options["remove"]:
                self.remove()
            else:
                self.make()

    def make(self):
        if School.objects.filter(code=CODE).exists():
            self.stdout.write(_("The sample school is there already."))
            return
        school = build()
        self.stdout.write(_("Made the sample school %(school)s.") % {"school": school})

    def remove(self):
        school = School.objects.filter(code=CODE).first()
        if school is None:
            raise CommandError(_("There is no sample school."))
        remove(school)
        self.stdout.write(_("Removed the sample school."))

    def list_logins(self):
        for role, username in logins():
            self.stdout.write(f"{role}: {username} / {PASSWORD}")
