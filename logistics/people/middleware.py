"""Which school a request works on."""


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
