"""Who holds a post, from when until when and how much."""

import uuid
from typing import Any

from django import forms

from associations.forms.fields import TextField, VersionedForm
from common.form_layout import ButtonRow, MainButton, Pair, PortalFormHelper, QuietLink
from common.form_widgets import DateInput
from peersupport.forms.placements import DAY, SHARE
from peersupport.models import PeerPost, Placement
from peersupport.services.posts import PostFacts


class PostForm(VersionedForm):
    """One person's time in a post; the name may be left out."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    starts_on = forms.DateField(label="Första dagen", widget=DateInput, error_messages=DAY)
    ends_on = forms.DateField(
        label="Sista dagen",
        required=False,
        widget=DateInput,
        help_text="Lämna tomt om det inte är bestämt.",
        error_messages=DAY,
    )
    share = forms.IntegerField(
        label="Andel av heltid, i procent", min_value=1, max_value=100, error_messages=SHARE
    )
    name = TextField(
        label="Namn",
        max_length=120,
        required=False,
        help_text="Behövs inte. Namnet visar att personen har egen erfarenhet. Bara enhetschefen, handledaren och "
        "samordnaren ser det, och det tas bort ett halvår efter sista dagen.",
    )

    def __init__(
        self, *args: Any, placement: Placement, cancel_url: str, post: PeerPost | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial(placement, post))
        super().__init__(*args, **kwargs)
        self.helper = PortalFormHelper(
            Pair("starts_on", "ends_on"),
            "share",
            "name",
            "form_key",
            "version",
            ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url)),
        )

    @property
    def facts(self) -> PostFacts:
        """The input as the service takes it."""
        data = self.cleaned_data
        return PostFacts(**{name: data[name] for name in PostFacts.__dataclass_fields__})


def _initial(placement: Placement, post: PeerPost | None) -> dict[str, Any]:
    if post is None:
        return {
            "version": 0,
            "form_key": uuid.uuid4(),
            "share": placement.share,
            "starts_on": placement.starts_on,
        }
    return {name: getattr(post, name) for name in ("version", "share", "starts_on", "ends_on", "name")}
