"""What a phone asks before it keeps somebody's unsent answers any longer."""

import json

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from revisions.queries.device_owners import known_owners

#: More people have not written on one phone.
MOST = 100


@never_cache
@require_POST
def owners(request: HttpRequest) -> JsonResponse:
    """Tell which of the names on the phone are somebody's. Those who ask are signed in."""
    try:
        marks = json.loads(request.body)["marks"]
        is_list = (
            isinstance(marks, list) and len(marks) <= MOST and all(isinstance(mark, str) for mark in marks)
        )
    except (ValueError, KeyError, TypeError):
        is_list = False
    if not is_list:
        return JsonResponse({"error": "bad"}, status=400)
    return JsonResponse({"known": known_owners(marks)})
