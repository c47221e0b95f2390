"""Places, organisers and readers that several invented activities share."""

from typing import Any, Final

NETWORK: Final = "Föreningsnätverket för psykisk hälsa"
LINDEN: Final[dict[str, Any]] = {
    "attendance": "both",
    "place": "Sal Linden",
    "street_address": "Björkgatan 4",
    "municipality": "Gävle",
    "access_facts": ("step_free", "lift", "hearing_loop", "public_transport"),
}
EGNA_ORD: Final[dict[str, Any]] = {
    "place": "Egna Ords lokal",
    "street_address": "Trädgårdsgatan 6",
    "municipality": "Hudiksvall",
    "access_facts": ("lift", "hearing_loop", "quiet_room", "public_transport"),
    "access_note": "Hissen finns till höger innanför porten.",
}
GLANTAN: Final[dict[str, Any]] = {
    "place": "Ljusgläntans lokal",
    "street_address": "Ågatan 9",
    "municipality": "Bollnäs",
    "access_facts": ("step_free", "parking"),
}
HAMNGATAN: Final[dict[str, Any]] = {
    "place": "Föreningshuset",
    "street_address": "Hamngatan 3",
    "municipality": "Söderhamn",
    "access_facts": ("step_free", "parking"),
}
TALLBARRET: Final[dict[str, Any]] = {
    "place": "Klubbhuset Tallbarret",
    "street_address": "Hyttvägen 11",
    "municipality": "Sandviken",
    "access_facts": ("step_free", "quiet_room", "public_transport"),
}
GRANNGARDEN: Final[dict[str, Any]] = {
    "place": "Granngården, Edsbyn",
    "street_address": "Långgatan 18",
    "municipality": "Ovanåker",
    "access_facts": ("step_free", "parking"),
}
ONLINE: Final[dict[str, Any]] = {
    "attendance": "online",
    "online_link": "https://mote.example.org/rum",
    "online_link_public": False,
}
FEE: Final = "Gratis. Du som företräder en förening kan få arvode. Fråga samordnaren innan."
USERS: Final = ("users",)
BOTH: Final = ("users", "relatives")
