"""What of the directory is found at ``/sok/``, and by whom."""

from typing import Any

from django.urls import reverse

from associations.models import Association, AssociationNetwork
from common.registries import SearchSource, SearchText
from common.swedish import join_words


def sources() -> list[SearchSource]:
    """Associations and networks for everybody; entries that aren't shown for those who keep them."""
    return [
        SearchSource(
            kind="association",
            label="Föreningar",
            one="Förening",
            model=Association,
            rows=Association.objects.public,
            entry=_association,
            order=20,
        ),
        SearchSource(
            kind="association_network",
            label="Nätverk",
            one="Nätverk",
            model=AssociationNetwork,
            rows=lambda: AssociationNetwork.objects.public().with_public_members(),
            entry=_network,
            # A member that is hidden or gets a new name.
            related={Association: lambda one: one.networks.values_list("pk", flat=True) if one.pk else ()},
            order=25,
        ),
        SearchSource(
            kind="association_work",
            label="Mitt arbete",
            one="Förening som inte visas",
            model=Association,
            rows=_hidden,
            visible=lambda user: Association.objects.visible_to(user) & _hidden(),
            entry=lambda one: SearchText(
                one.name, reverse("associations:own_page", args=[one.slug]), one.lead
            ),
            order=200,
        ),
    ]


def _hidden() -> Any:
    return Association.objects.exclude(status__in=Association.PUBLIC_STATUSES)


def _association(one: Association) -> SearchText:
    # Names of contact persons are shown on the page, but nobody is to be found by them.
    return SearchText(
        title=one.name,
        url=one.get_absolute_url(),
        body=" ".join(filter(None, [one.lead, one.description, one.how_to_join])),
        keywords=" ".join(filter(None, [one.search_terms, one.premises_name, one.street_address])),
    )


def _network(one: AssociationNetwork) -> SearchText:
    members = [member.name for member in one.public_members]  # type: ignore[attr-defined] # prefetched
    told = f"Med i nätverket: {join_words(members)}." if members else ""
    return SearchText(
        title=one.name,
        url=reverse("associations:network", args=[one.slug]),
        body=" ".join(filter(None, [one.description, one.meetings, told])),
    )
