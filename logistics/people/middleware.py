"""Which school a request works on, and the password that must be set first."""

from django.shortcuts import redirect

SET_PASSWORD = "people:set_password"
OPEN_BEFORE = {SET_PASSWORD, "people:sign_out", "set_language", "healthz"}


class CurrentSchoolMiddleware:
    """Sets ``request.school`` and the person's active school: the one chosen in the session, or the first held."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.school = None
        if request.user.is_authenticated:
            schools = {held.school_id: held.school for held in request.user.appointments_now()}
            chosen = request.session.get("school")
            request.school = schools.get(chosen) or next(iter(schools.values()), None)
            request.user.at(request.school)
        return self.get_response(request)


class OwnPasswordFirstMiddleware:
    """Leads whoever still has a first password to the page where they set their own, whatever they opened."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        if request.resolver_match.view_name in OPEN_BEFORE:
            return None
        return redirect(SET_PASSWORD)
