"""What the public page of a school shows."""

from finance.models import PublicPage
from logistics.history.services import change, note


@change
def set_public_page(school, *, is_on, sections, by):
    """Switch the public page on or off, and choose the sections (keys of hooks.public_sections) it shows."""
    PublicPage.objects.get_or_create(school=school)
    page = PublicPage.objects.select_for_update().get(school=school)
    page.is_on, page.sections = is_on, list(sections)
    page.save(update_fields=["is_on", "sections"])
    note(page, "changed", by=by)
    return page
