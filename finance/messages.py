"""What people are told about suppliers."""

from django.utils.translation import gettext as _

from logistics.pages.dates import full_day_text


def paper_runs_out(paper, today):
    """Return the sentence on a paper that runs out soon or has run out."""
    facts = {
        "supplier": paper.supplier.name,
        "paper": paper.get_kind_display(),
        "day": full_day_text(paper.valid_until),
        "left": (paper.valid_until - today).days,
    }
    if paper.valid_until < today:
        return (
            _("%(paper)s of %(supplier)s ran out on %(day)s. Ask for the renewed one before buying there again.")
            % facts
        )
    return _("%(paper)s of %(supplier)s runs out on %(day)s, in %(left)d days.") % facts
