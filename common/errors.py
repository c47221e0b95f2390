"""The one error that a person can act on."""


class DomainError(Exception):
    """A rule of the field says no. ``message`` is a Swedish sentence that says what to do.

    ``field`` names the form field the sentence belongs to; ``None`` means the form as a whole.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class EditConflictError(DomainError):
    """Somebody else saved the object after this form was opened.

    ``changed`` maps a field's label to the pair (value the other person saved, value typed here).
    """

    def __init__(self, message: str, *, changed: dict[str, tuple[str, str]] | None = None) -> None:
        super().__init__(message)
        self.changed = changed or {}
