"""Attachments. Access is checked every time; a file never runs in the portal's name."""

from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.people import signed_in
from calendar_app.queries.work.change import waiting_change
from calendar_app.queries.work.reach import events_for, events_with_files

_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


@login_not_required
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """The poster or programme of an activity that the asker may see."""
    event = get_object_or_404(events_with_files(request.user), pk=pk)
    return _file_response(event.attachment, event.attachment_name)


def change_attachment(request: HttpRequest, pk: int) -> FileResponse:
    """The file of a change that waits, for those who work with the activity."""
    event = get_object_or_404(events_for(signed_in(request)), pk=pk)
    change = waiting_change(event)
    if change is None or not change.attachment:
        raise Http404
    return _file_response(change.attachment, change.attachment_name)


def _file_response(stored: FieldFile, name: str) -> FileResponse:
    try:
        content = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    ending = str(stored.name).rsplit(".", 1)[-1]
    response = FileResponse(
        content,
        as_attachment=True,
        filename=name or f"bilaga.{ending}",
        content_type=_TYPES.get(ending, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
