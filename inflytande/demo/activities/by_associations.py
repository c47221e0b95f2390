"""What associations do themselves: published at once, proposed, or a draft."""

from typing import Final

from inflytande.demo.activities.common_facts import BOTH, EGNA_ORD, GLANTAN, GRANNGARDEN, USERS
from inflytande.demo.activities.shape import MON, SAT, THU, TUE, WED, Activity

TRUSTED: Final = (
    Activity(
        title="Rådgivning: boka en halvtimme",
        kind="other",
        by="Föreningen Ljusgläntan",
        when=(1, WED, 3),
        times=(13, 0, 16, 0),
        says={**GLANTAN, "audiences": BOTH, "cost": "Gratis"},
    ),
    Activity(
        title="Föreläsning: När ångesten flyttar in",
        kind="lecture",
        by="Föreningen Ljusgläntan",
        when=(2, THU, 1),
        times=(18, 0, 19, 30),
        step=1,
        says={**GLANTAN, "audiences": ("everyone",)},
    ),
)

PROPOSED_BY_EGNA_ORD: Final = (
    Activity(
        title="Studiecirkel: Min berättelse",
        kind="study_circle",
        by="Egna Ord Hälsingland",
        when=(2, MON, 1),
        times=(17, 30, 19, 30),
        step=3,
        repeat={"frequency": "weekly", "count": 6},
        says={**EGNA_ORD, "audiences": USERS, "cost": "Gratis"},
    ),
    Activity(
        title="Öva på att föreläsa",
        kind="workshop",
        by="Egna Ord Hälsingland",
        when=(1, SAT, 3),
        times=(10, 0, 13, 0),
        says={**EGNA_ORD, "audiences": USERS},
    ),
)
PROPOSED_BY_GRANNGARDEN: Final = Activity(
    title="Pyssel och prat",
    kind="other",
    by="Mötesplatsen Granngården",
    when=(1, WED, 2),
    times=(14, 0, 16, 0),
    says={**GRANNGARDEN, "audiences": ("everyone",)},
)
DRAFT: Final = Activity(
    title="Skrivarkväll",
    kind="talk_group",
    by="Egna Ord Hälsingland",
    when=(2, TUE, 3),
    times=(18, 0, 20, 0),
    says={**EGNA_ORD, "audiences": USERS},
)
