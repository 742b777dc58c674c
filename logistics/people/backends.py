"""Sign-in and permissions."""

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q

from logistics import clock
from logistics.pages.fetching import Rows, fetch
from logistics.people.models import Appointment, User

# What AppointmentQuerySet.on says, for the one question that every request asks: by hand it takes a third of the time.
HELD = "person_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s)"


def counted_name(request, credentials=None):
    """Return under which name a try to sign in counts: the login name of whom it means, else what was typed.

    A person has three names; wrong passwords for any of them count together.
    """
    typed = (credentials or request.POST).get("username") or ""
    person = AppointmentBackend().find(typed)
    return person.username if person else typed


class AppointmentBackend(BaseBackend):
    """Signs people in by login name, mobile number or a name only one person bears; permissions come from roles."""

    def authenticate(self, request, username=None, password=None):
        user = self.find(username)
        if user is None:
            User().set_password(password)  # as slow as a real check, so that nobody learns which names exist
            return None
        return user if user.check_password(password) and user.is_active else None

    def find(self, text):
        """Return the one person ``text`` names, or None."""
        text = (text or "").strip()
        if not text:
            return None
        found = list(User.objects.filter(Q(username=text) | Q(phone=text) | Q(name=text))[:3])
        exact = [user for user in found if text in (user.username, user.phone)]
        if len(exact) == 1:
            return exact[0]
        return found[0] if len(found) == 1 else None

    def get_user(self, user_id):
        """Return the person with the appointments of today and their roles and schools, by one round trip."""
        today = clock.today()
        people, held = fetch(
            Rows(User, "id = %s", (user_id,)),
            Rows(Appointment, HELD, (user_id, today, today), {"role": {}, "school": {}}, order="id"),
        )
        if not people or not people[0].is_active:
            return None
        (user,) = people
        user._appointments = held
        for appointment in held:
            appointment.person = user
        return user

    def get_all_permissions(self, user, obj=None):
        if not user.is_active or user.is_anonymous or obj is not None:
            return set()
        lists = [held.role.permissions for held in user.appointments_now()]
        if getattr(user, "_granted_by", None) != lists:  # a page asks some hundred times; comparing is the cheaper part
            user._granted_by = [list(each) for each in lists]
            user._granted = {permission for each in lists for permission in each}
        return user._granted

    def has_perm(self, user, perm, obj=None):
        return user.is_active and perm in self.get_all_permissions(user, obj)

    def has_module_perms(self, user, app_label):
        return any(permission.startswith(f"{app_label}.") for permission in self.get_all_permissions(user))
