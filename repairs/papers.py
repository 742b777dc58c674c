"""What repairs put on paper and into workbooks: slip, round, stickers, ledger."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from logistics import clock
from logistics.attachments.selectors import files_of
from logistics.exchange.workbooks import Sheet, SheetColumn, write_workbook
from logistics.history.models import Event
from logistics.pages.columns import labels_of
from logistics.paper.document import Table, TableColumn
from logistics.paper.office_dates import office_date, office_datetime
from logistics.paper.slips import Fact, SignatureCell, Slip, slip_to_pdf
from logistics.paper.stickers import GRIDS, Sticker, stickers_to_pdf
from logistics.people.selectors import with_drawings
from logistics.school.services import sticker_of
from repairs.models import Repair
from repairs.selectors import waiting_time

PHOTOS_ON_A_SLIP = 4
EMPTY_RESULTS = 2


def slip_pdf(repair):
    """Return the slip (报修单) with parts, before and after photos side by side, and cells to sign."""
    photos = _photos_of(repair)
    slip = Slip(
        facts=[
            Fact(_("Place"), repair.place.full_label()),
            Fact(_("Trade"), repair.trade),
            Fact(_("Reported by"), " ".join(filter(None, [repair.reported_by_text, repair.phone]))),
            Fact(_("Reported"), office_datetime(repair.reported_at)),
            Fact(_("Object"), f"{repair.kind or ''} {repair.quantity_text}".strip()),
            Fact(_("How it came"), repair.get_source_display()),
            Fact(_("What is wrong"), repair.description, wide=True),
            Fact(_("Repairer"), repair.assigned_to or ""),
            Fact(_("Somebody sent"), _moment(repair.assigned_at)),
            Fact(_("Started"), _moment(repair.started_at)),
            Fact(_("Finished"), _moment(repair.finished_at)),
            Fact(_("Cause"), repair.get_cause_display()),
            Fact(_("Cost in yuan"), "" if repair.cost is None else f"{repair.cost:,.2f}"),
            Fact(_("What was done"), repair.result or repair.end_reason, wide=True, tall=not repair.result),
        ],
        tables=[_parts_table(repair)],
        signatures=signatures_of(repair),
        photos=list(photos),
    )
    return slip_to_pdf(
        slip,
        school_name=repair.school.name,
        document_name=_("Repair slip"),
        number=repair.number,
        date=office_date(clock.day_of(repair.reported_at)),
        attachments=photos,
    )


def _photos_of(repair):
    """Return {name: bytes} of the first photos, before and after in turn."""
    pictures = {"before": [], "after": []}
    for picture in files_of(repair).pictures():
        pictures.setdefault(picture.purpose, []).append(picture)
    turn = [pair for pairs in zip(*_even(pictures["before"], pictures["after"]), strict=True) for pair in pairs if pair]
    found = {}
    for number, picture in enumerate(turn[:PHOTOS_ON_A_SLIP]):
        with picture.file.open("rb") as file:
            found[f"{picture.purpose}-{number}.jpg"] = file.read()
    return found


def _even(first, second):
    longest = max(len(first), len(second))
    return first + [None] * (longest - len(first)), second + [None] * (longest - len(second))


def _parts_table(repair):
    columns = [
        _("Parts and materials"),
        TableColumn(_("Quantity"), "number"),
        _("Counted in"),
        TableColumn(_("Unit price"), "amount"),
    ]
    rows = [
        [str(part.kind), f"{part.quantity.normalize():f}", part.kind.measure_word, _money(part.unit_price)]
        for part in repair.parts.select_related("kind")
    ]
    return Table(columns, rows or [["", "", "", ""]] * EMPTY_RESULTS)


def signatures_of(repair):
    """Repairer and whoever accepted it, with their drawn signatures where they said so in the system themselves."""
    return with_drawings(
        [
            SignatureCell(
                _("Repairer"), name=str(repair.assigned_to or ""), signed_at=repair.finished_at,
                signed_by=_finished_by(repair),
            ),
            SignatureCell(
                _("Accepted by"), opinion=_opinion(repair), name=_confirmer(repair), signed_at=repair.confirmed_at,
                signed_by=repair.confirmed_by_id,
            ),
            SignatureCell(_("Logistics office")),
        ]
    )  # fmt: skip


def _finished_by(repair):
    """Return the key of the repairer who said it was done; None where somebody else wrote it down."""
    done = Event.objects.about(repair).filter(verb="completed").first()
    return done.by_id if done and done.by_id == repair.assigned_to_id else None


def _opinion(repair):
    if repair.default_accepted:
        return _("accepted by default")
    return "★" * repair.rating if repair.rating else ""


def _confirmer(repair):
    if repair.status != Repair.Status.DONE or repair.default_accepted:
        return ""
    return str(repair.confirmed_by or repair.reported_by_text)


def round_pdf(person, jobs):
    """Answer today's round of a repairer with empty cells for the results."""
    jobs = list(jobs)
    columns = ["", _("Place"), _("What is wrong"), _("Phone"), _("Result and parts"), _("Signature")]
    rows = [
        [str(number), job.place.full_label(), _job_text(job), job.phone, "", ""]
        for number, job in enumerate(jobs, start=1)
    ]
    slip = Slip(
        facts=[Fact(_("Repairer"), person.name), Fact(_("Jobs"), len(jobs))],
        tables=[Table(columns, rows)],
        signatures=[SignatureCell(_("Repairer")), SignatureCell(_("Logistics office"))],
        size="landscape",
    )
    school = jobs[0].school if jobs else person.active_school
    content = slip_to_pdf(
        slip, school_name=school.name, document_name=_("Jobs of the day"), date=office_date(clock.today())
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="round-{clock.today():%Y%m%d}.pdf"'
    return response


def _job_text(job):
    marks = f"【{_('Urgent')}】" if job.urgent else ""
    slot = f"（{job.get_preferred_time_display()}）" if job.preferred_time else ""
    return f"{marks}{job.number} {job.kind or ''} {job.description}{slot}".strip()


def stickers_pdf(school, places, *, grid, by):
    """Return the door stickers of ``places``; a place without a valid one gets it now."""
    stickers = [
        Sticker(
            name=place.label,
            address=f"{settings.SITE_URL}{reverse('repairs_public:report', args=[sticker_of(place, by=by).token])}",
            lines=[place.campus.name],
            call=_("Scan to report a fault"),
        )
        for place in places
    ]
    return stickers_to_pdf(
        stickers,
        grid=grid if grid in GRIDS else "grid-3x7",
        school_name=school.name,
        document_name=_("Door stickers"),
    )


def ledger_workbook(school, repairs):
    """Return an open XLSX of the repair ledger (维修台账) with the title of the school."""
    columns = [
        SheetColumn(_("Number")),
        SheetColumn(_("Reported"), "datetime"),
        SheetColumn(_("Campus")),
        SheetColumn(_("Place")),
        SheetColumn(_("Trade")),
        SheetColumn(_("Object")),
        SheetColumn(_("Quantity"), "decimal"),
        SheetColumn(_("Counted in")),
        SheetColumn(_("What is wrong")),
        SheetColumn(_("Reported by")),
        SheetColumn(_("How it came")),
        SheetColumn(_("State")),
        SheetColumn(_("Repairer")),
        SheetColumn(_("Somebody sent"), "datetime"),
        SheetColumn(_("Finished"), "datetime"),
        SheetColumn(_("Waited in hours"), "decimal"),
        SheetColumn(_("What was done")),
        SheetColumn(_("Parts used")),
        SheetColumn(_("Done by")),
        SheetColumn(_("Cost in yuan"), "money"),
        SheetColumn(_("Confirmation")),
        SheetColumn(_("Stars"), "number"),
    ]
    sheet = Sheet(
        name=_("Repair ledger"),
        title=f"{school.name}{_('Repair ledger')}",
        columns=columns,
        rows=ledger_rows(repairs),
        subtitle=_("As of %(day)s") % {"day": office_date(clock.today())},
    )
    return write_workbook([sheet])


def ledger_rows(repairs):
    """Yield the rows of the ledger, in the order of its columns."""
    rows = repairs.select_related("campus", "place", "trade", "kind", "reporter", "assigned_to").prefetch_related(
        "parts__kind", "waits"
    )
    source, status, executor = (
        labels_of(Repair._meta.get_field(name), get_language()) for name in ("source", "status", "executor")
    )
    for repair in rows.for_display().iterator(chunk_size=2000):
        yield [
            repair.number,
            repair.reported_at,
            str(repair.campus),
            repair.place.label,
            str(repair.trade),
            str(repair.kind or ""),
            repair.quantity,
            repair.kind.measure_word if repair.kind_id else "",
            repair.description,
            repair.reported_by_text,
            source[repair.source],
            status[repair.status],
            str(repair.assigned_to or ""),
            repair.assigned_at,
            repair.finished_at,
            round(waiting_time(repair).total_seconds() / 3600, 1) or None,
            repair.result or repair.end_reason,
            "、".join(str(part) for part in repair.parts.all()),
            executor.get(repair.executor, ""),
            repair.cost,
            _("by default") if repair.default_accepted else _("confirmed") if repair.confirmed_at else "",
            repair.rating,
        ]


def ledger_name(school):
    return f"{school.name}-{_('Repair ledger')}-{clock.today():%Y%m%d}.xlsx"


def _moment(moment):
    return office_datetime(moment) if moment else ""


def _money(amount):
    return "" if amount is None else f"{amount:,.2f}"
