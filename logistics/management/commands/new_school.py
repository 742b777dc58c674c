"""``manage.py new_school``: open a school on this installation, with its first administrator."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from logistics import hooks
from logistics.errors import RuleError
from logistics.people.services import appoint, create_person
from logistics.school import services
from logistics.school.models import School


class Command(BaseCommand):
    help = (
        "Opens a school: its roles, kinds and trades, one campus, and an administrator whose first password is printed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--code", required=True, help="short name in Latin letters, for commands and addresses")
        parser.add_argument("--name", required=True, help="full name, as papers print it")
        parser.add_argument("--stage", choices=School.Stage.values, default=School.Stage.PRIMARY)
        parser.add_argument("--campus", default="本部", help="name of the first campus")
        parser.add_argument("--admin", required=True, metavar="NAME", help="name of the school's administrator")
        parser.add_argument("--phone", default="", help="mobile number of the administrator")

    def handle(self, *args, **options):
        with override("zh-hans"):
            try:
                person = open_school(**options)
            except RuleError as error:
                raise CommandError(str(error)) from error
            except IntegrityError as error:
                raise CommandError(_("There is a school with this code already.")) from error
            self.stdout.write(
                _("%(school)s is open. %(person)s signs in as %(username)s with the first password %(password)s.")
                % {
                    "school": options["name"],
                    "person": person.name,
                    "username": person.username,
                    "password": person.first_password,
                }
            )


@transaction.atomic
def open_school(*, code, name, stage, campus, admin, phone, **_options):
    """Make a school with what every app gives a new one; return its administrator."""
    school = services.create_school(code=code, name=name, stage=stage, by=None)
    for furnish in hooks.new_school:
        furnish(school)
    services.add_campus(school, name=campus, by=None)
    person = create_person(name=admin, phone=phone, by=None)
    appoint(person, role=school.roles.get(key="admin"), by=None)
    return person
