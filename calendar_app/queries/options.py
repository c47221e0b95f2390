"""What can be picked in the calendar's filters just now."""

from django.db.models import Value

from associations.models import Association, AssociationNetwork
from calendar_app.filters import Options, fixed_options
from common.swedish import sort_key
from organisations.models import Municipality, PriorityGroup


def filter_options() -> Options:
    """Return municipalities, public associations, networks and priority groups in Swedish order, in one query."""
    rows = (
        Municipality.objects.order_by()
        .values_list(Value("kommun"), "slug", "name")
        .union(
            Association.objects.public().order_by().values_list(Value("forening"), "slug", "name"),
            AssociationNetwork.objects.public().order_by().values_list(Value("natverk"), "slug", "name"),
            PriorityGroup.objects.in_use().order_by().values_list(Value("grupp"), "slug", "name"),
            all=True,
        )
    )
    named: dict[str, dict[str, str]] = {"kommun": {}, "forening": {}, "natverk": {}, "grupp": {}}
    for param, slug, name in sorted(rows, key=lambda row: sort_key(row[2])):
        named[param][slug] = name
    return Options({**named, **fixed_options()})
