"""What keeps the portal from starting."""


class StartError(Exception):
    """The portal cannot start or stop; the message is one sentence that says what to do."""
