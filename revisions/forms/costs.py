"""The estimate of hours and kronor, line by line."""

from decimal import Decimal
from typing import Any

from django import forms

from associations.forms.fields import TextField
from revisions.forms.seen import signed, unsigned
from revisions.services.planning import CostItem


class SwedishDecimalField(forms.DecimalField):
    """A number with comma or point, with or without spaces between the thousands."""

    def __init__(self, *, label: str, most: int, decimals: int) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=most,
            max_digits=10,
            decimal_places=decimals,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={
                "invalid": "Skriv ett tal med siffror, till exempel 12 eller 7,5.",
                "min_value": "Skriv ett tal som inte är mindre än noll.",
                "max_value": "Talet är för stort. Högst %(limit_value)s får plats.",
                "max_digits": "Talet har för många siffror.",
                "max_whole_digits": "Talet har för många siffror.",
                "max_decimal_places": f"Skriv högst {decimals} decimaler.",
            },
        )

    def to_python(self, value: Any) -> Any:
        """Return the number, or raise with a sentence."""
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value


class CostLineForm(forms.Form):
    """One line of the estimate. A line with nothing in it is left out."""

    label = TextField(label="Vad", max_length=120, required=False)
    hours = SwedishDecimalField(label="Timmar", most=99_999, decimals=1)
    amount = SwedishDecimalField(label="Kronor", most=9_999_999, decimals=2)

    def clean(self) -> dict[str, Any]:
        """An amount needs words beside it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("hours") or cleaned.get("amount")) and not cleaned.get("label"):
            self.add_error("label", "Skriv vad raden gäller.")
        return cleaned


#: Empty lines below those that are there.
_MORE_LINES = 3
MOST_LINES = 60


class CostFormSet(forms.BaseFormSet[CostLineForm]):
    """The lines of the estimate; rows are added by saving or by "Fler rader", without script."""

    item_name = "Rad"

    @property
    def items(self) -> list[CostItem]:
        """The filled lines as the service takes them."""
        return [
            CostItem(
                label=form.cleaned_data["label"],
                hours=form.cleaned_data.get("hours") or Decimal(0),
                amount=form.cleaned_data.get("amount") or Decimal(0),
            )
            for form in self.forms
            if form.cleaned_data.get("label")
        ]

    @property
    def seen_items(self) -> list[CostItem] | None:
        """The estimate the page was opened on."""
        seen = unsigned(str(self.data.get("seen", "")))
        if seen is None:
            return None
        return [
            CostItem(label=label, hours=Decimal(hours), amount=Decimal(amount))
            for label, hours, amount in seen
        ]


def _plain(number: Decimal) -> Decimal | None:
    """Return the number without needless decimals; nothing for zero."""
    if not number:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def cost_formset(data: Any, items: list[CostItem]) -> tuple[CostFormSet, str]:
    """Return the formset, and the signed estimate that it was opened on."""
    make = forms.formset_factory(CostLineForm, formset=CostFormSet, extra=_MORE_LINES, max_num=MOST_LINES)
    initial = [
        {"label": one.label, "hours": _plain(one.hours), "amount": _plain(one.amount)} for one in items
    ]
    seen = signed([[one.label, str(one.hours), str(one.amount)] for one in items])
    formset: CostFormSet = make(data, initial=initial)  # type: ignore[assignment] # the factory's type is wide
    return formset, seen
