"""The same questions again: each round is a survey of its own, with the threads that make a trend."""

from datetime import date

from django.db import transaction

from common import trail
from common.actors import Actor
from common.errors import DomainError
from surveys.models import Survey, SurveySeries, SurveyStatus
from surveys.services.writing import NO_PERMISSION, SurveyFacts, copy_questions, create_survey


@transaction.atomic
def start_series(survey: Survey, name: str, *, actor: Actor) -> SurveySeries:
    """Let a survey be the first round of a series. Sent twice, it is one series."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    if not actor.has_perm("surveys.manage_survey", locked):
        raise DomainError(NO_PERMISSION)
    if locked.owner_room:
        raise DomainError("Enkäten hör till något annat i portalen och kan inte upprepas för sig.")
    name = name.strip() or locked.title
    if locked.series is not None:
        if locked.series.name == name:
            return locked.series
        raise DomainError("Enkäten är redan med i en serie.")
    series = SurveySeries.objects.create(name=name, unit_id=locked.unit_id)
    locked.series = series
    locked.save(update_fields=["series"])
    survey.series = series
    trail.record("start_series", series, actor=actor)
    return series


@transaction.atomic
def start_round(series: SurveySeries, title: str, *, actor: Actor, closes_on: date | None = None) -> Survey:
    """Make the next round as a draft, with the questions of the latest. Sent twice, it is one round."""
    SurveySeries.objects.select_for_update().get(pk=series.pk)
    latest = series.surveys.select_related("unit").order_by("-pk").first()
    if latest is None or not actor.has_perm("surveys.manage_survey", latest):
        raise DomainError(NO_PERMISSION)
    title = title.strip() or latest.title
    if latest.status == SurveyStatus.DRAFT:
        if latest.title == title:
            return latest
        raise DomainError("Det finns redan ett utkast till nästa omgång. Fortsätt med det.")
    facts = SurveyFacts(
        title=title,
        purpose=latest.purpose,
        information=latest.information,
        thanks=latest.thanks,
        layout=latest.layout,
        closes_on=closes_on,
        hourly_limit=latest.hourly_limit,
        daily_limit=latest.daily_limit,
        keep_months=latest.keep_months,
    )
    survey = create_survey(facts, actor=actor, unit=latest.unit, series=series, anonymity=latest.anonymity)
    copy_questions(latest, survey)
    return survey
