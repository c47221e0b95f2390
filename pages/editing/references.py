"""Wagtail writes down which object leads to which, for every model with a foreign key. Here that is for pages alone."""

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disconnect_reference_index_signal_handlers_for_model

_FOLLOWED = ("pages", "wagtail", "taggit")


def keep_to_pages() -> None:
    """Write nothing down about the other rooms.

    An index of who interviewed whom would be a second place for what must not outlive its row, and every save would
    wait for it.
    """
    for model in list(ReferenceIndex.tracked_models):
        if not model._meta.app_label.startswith(_FOLLOWED):
            disconnect_reference_index_signal_handlers_for_model(model)
            ReferenceIndex.tracked_models.discard(model)
            ReferenceIndex.indexed_models.discard(model)
