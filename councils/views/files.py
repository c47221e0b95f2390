"""A council's own files. Access is checked by the view; a file never runs in the portal's name."""

from django.http import FileResponse, Http404

from councils.models import Council


def rules_response(council: Council) -> FileResponse:
    """The rules of procedure as a PDF; 404 where there are none."""
    if not council.rules_of_procedure:
        raise Http404
    try:
        content = council.rules_of_procedure.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"arbetsordning-{council.slug}.pdf"
    response = FileResponse(content, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
