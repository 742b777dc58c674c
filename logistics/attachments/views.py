"""Uploading, and serving files to whoever may see their record."""

from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from logistics import hooks
from logistics.attachments import services, visitors
from logistics.attachments.models import Attachment
from logistics.errors import RuleError
from logistics.people.addresses import client_address
from logistics.people.tries import count_try

WINDOW = 600  # seconds
UPLOADS_OF_ONE = 90  # in a window, of a person or a visitor
UPLOADS_OF_AN_ADDRESS = 600  # in a window, of all visitors there: a school shares one address
PAGE_OF_A_FILE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@require_POST
def attachment_upload(request):
    """Keep one file and answer its token, or a sentence that says why not."""
    person = request.user if request.user.is_authenticated else None
    school = request.school or visitors.school_of(request)
    if school is None:
        return refusal(_("Open the page again and choose the file once more."), 403)
    if uploads_too_often(request, person):
        return refusal(_("Many files came from here just now. Wait ten minutes and try again."), 429)
    file = request.FILES.get("file")
    if file is None:
        return refusal(_("No file arrived. Choose it again."), 400)
    try:
        kept = services.keep_upload(file, school=school, by=person, visitor=visitors.key_of(request))
    except services.TooLarge as error:
        return refusal(error.message, 413)
    except RuleError as error:
        return refusal(error.message, 400)
    return JsonResponse({"token": kept.token, "thumb": kept.thumb_url, "name": kept.name})


def refusal(sentence, status):
    return JsonResponse({"error": str(sentence)}, status=status)


def uploads_too_often(request, person):
    if person is not None:
        return count_try(f"uploads:person:{person.pk}", WINDOW) > UPLOADS_OF_ONE
    return (
        count_try(f"uploads:visitor:{visitors.key_of(request)}", WINDOW) > UPLOADS_OF_ONE
        or count_try(f"uploads:address:{client_address(request)}", WINDOW) > UPLOADS_OF_AN_ADDRESS
    )


@require_safe
def attachment_file(request, token):
    """The photo to look at, or the document to keep."""
    attachment = readable(request, token)
    return serve(request, attachment, attachment.file, attachment.sha256)


@require_safe
def attachment_thumb(request, token):
    """The small version of a photo."""
    attachment = readable(request, token)
    if not attachment.is_picture:
        raise Http404
    return serve(request, attachment, attachment.thumb, f"{attachment.sha256}-thumb")


def readable(request, token):
    """Return the attachment if whoever asks may read it; anyone else learns nothing of it."""
    attachment = get_object_or_404(Attachment, token=token)
    if not (uploaded_here(request, attachment) or sees_record(request, attachment)):
        raise Http404
    return attachment


def uploaded_here(request, attachment):
    if attachment.uploaded_by_id:
        return attachment.uploaded_by_id == request.user.pk
    return attachment.visitor == visitors.key_of(request)


def sees_record(request, attachment):
    if attachment.record_type_id is None:
        return False
    model = attachment.record_type.model_class()
    rows = model._default_manager.filter(pk=attachment.record_id)
    if hasattr(rows, "visible_to") and rows.visible_to(request.user).exists():
        return True
    admits = hooks.attachment_access.get(model)
    record = rows.first() if admits else None
    return record is not None and admits(record, request)


def serve(request, attachment, file, version):
    response = get_conditional_response(request, etag=quote_etag(version))
    if response is None:
        response = stored(attachment, file)
    response["ETag"] = quote_etag(version)
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = PAGE_OF_A_FILE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def stored(attachment, file):
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=not attachment.is_picture, filename=attachment.name, content_type=attachment.media_type
    )
