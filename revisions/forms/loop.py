"""The priority groups of an audit, at any time."""

from django import forms
from django.http import QueryDict

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

    def __init__(self, data: QueryDict | None, *, audit: UserAudit, cancel_url: str) -> None:
        chosen = audit.priority_groups.all()
        super().__init__(data, initial={"priority_groups": [one.pk for one in chosen]})
        groups = PriorityGroup.objects.in_use() | PriorityGroup.objects.filter(pk__in=chosen.values("pk"))
        self.fields["priority_groups"].queryset = groups.in_order()  # type: ignore[attr-defined]
        self.helper = PortalFormHelper(
            "priority_groups", ButtonRow(MainButton("Spara"), QuietLink("Avbryt", cancel_url))
        )
