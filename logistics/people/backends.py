"""Sign-in and permissions."""

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q

from logistics.people.models import User


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
        return User.objects.filter(pk=user_id, is_active=True).first()

    def get_all_permissions(self, user, obj=None):
        if not user.is_active or user.is_anonymous or obj is not None:
            return set()
        return {permission for held in user.appointments_now() for permission in held.role.permissions}

    def has_perm(self, user, perm, obj=None):
        return user.is_active and perm in self.get_all_permissions(user, obj)

    def has_module_perms(self, user, app_label):
        return any(permission.startswith(f"{app_label}.") for permission in self.get_all_permissions(user))
