"""What the portal shows of this part of the councils elsewhere."""


def register() -> None:
    """Fill the registries."""
