"""The priority groups of an audit, at any time."""

from typing import Any

from django import forms

from common.form_layout import ButtonRow, MainButton, PortalFormHelper, QuietLink
from common.form_widgets import CheckboxChoices
from organisations.models import PriorityGroup
from revisions.models import UserAudit


class GroupsForm(forms.Form):
    """Offers the groups in use, and those the audit has already."""

    priority_groups = forms.ModelMultipleChoiceField(
        label="Prioriterade grupper",
        help_text="De som brukarrevisionen särskilt handlar om. Alla kan välja brukarrevisioner efter grupp.",
        queryset=PriorityGroup.objects.none(),
        required=False,
        widget=CheckboxChoices,
        error_messages={"invalid_choice": "Ett av valen finns inte längre. Välj igen."},
    )

    def __init__(self, *args: Any, audit: UserAudit, cancel_url: str, **kwargs: Any) -> None:
        chosen = audit.priority_groups.all()
        super().__init__(*args, initial={"priority_groups": [one.pk for one in chosen]}, **kwargs)
        groups = PriorityGroup.objects.in_use() | PriorityGroup.objects.filter(pk__in=chosen.values("pk"))
        self.fields["priority_groups"].queryset = groups.in_order()  # type: ignore[attr-defined]
        self.helper = PortalFormHelper(
            "priority_groups", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )
