"""Which improvement areas the published reports name: what "Områden som återkommer" counts."""

from collections.abc import Iterator

from django.db.models import Prefetch

from proposals.sources import FoundArea
from revisions.models import Finding, UserAudit


def improvement_areas() -> Iterator[FoundArea]:
    """Yield the improvement areas of every published report by theme, with the units or principals it is about."""
    named = Finding.objects.told().filter(kind=Finding.Kind.IMPROVEMENT, theme__isnull=False)
    audits = UserAudit.objects.public().prefetch_related(
        "audit_units__unit", "principals", Prefetch("findings", named.only("audit", "theme"))
    )
    for audit in audits:
        places = [row.unit.name for row in audit.audit_units.all()]
        places = places or [one.name for one in audit.principals.all()]
        themes: set[int | None] = {finding.theme_id for finding in audit.findings.all()}
        for theme in themes or {None}:
            yield FoundArea(str(audit.pk), theme, tuple(places))
