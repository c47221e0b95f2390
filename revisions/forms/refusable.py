"""A form that says at its field why a service refused."""

from django import forms

from common.errors import DomainError


class RefusableForm(forms.Form):
    """A form that shows a service's sentence at its field."""

    def refuse(self, error: DomainError) -> None:
        """Put the sentence at the field it is about, else above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.message)
