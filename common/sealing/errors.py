"""What can go wrong with sealed text, each in a sentence that a person can act on. Nothing is lost or overwritten by any."""

from common.errors import DomainError


class SealingError(DomainError):
    """Sealed text cannot be written or read."""


class KeyGoneError(SealingError):
    """The key was shredded: the text is gone for good, as somebody asked."""

    def __init__(self) -> None:
        super().__init__("Texten är raderad för alltid och går inte att öppna.")


class KeyStoreError(SealingError):
    """The key store cannot be used. Try again later; ``reason`` (English, for logs and operators) says what is wrong."""

    sentence = (
        "Texten går inte att öppna eller spara just nu, eftersom nyckellagret inte svarar. Inget har gått förlorat. "
        "Försök igen om en stund, och säg till den som sköter portalen om det består."
    )

    def __init__(self, *, reason: str = "") -> None:
        super().__init__(self.sentence)
        self.reason = reason


class KeyMissingError(KeyStoreError):
    """Neither store nor mirror holds the key, and nobody shredded it."""

    sentence = (
        "Nyckeln till texten finns inte i nyckellagret. Texten ligger kvar orörd. "
        "Säg till den som sköter portalen, som kan återställa nyckellagret."
    )


class SealingKeysError(KeyStoreError):
    """The key was wrapped by a sealing key that the portal no longer has (``SEALING_KEYS`` was changed wrongly)."""

    sentence = (
        "Texten går inte att öppna, eftersom portalen saknar den huvudnyckel som texten låstes med. "
        "Texten ligger kvar orörd. Säg till den som sköter portalen, som kan lägga tillbaka huvudnyckeln."
    )


class SealBrokenError(SealingError):
    """The text does not belong to this key and place, or was changed outside the portal."""

    def __init__(self) -> None:
        super().__init__(
            "Texten går inte att öppna: den är skadad eller har flyttats. Den ligger kvar orörd. "
            "Säg till den som sköter portalen."
        )
