"""How often one visitor may do something that costs others: sending mail, writing to people."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def may_again(request: HttpRequest, action: str, *, limit: int, per: timedelta) -> bool:
    """Count one try and tell whether the visitor is within ``limit`` tries ``per`` period.

    The cache holds a keyed hash of the network address, never the address, and forgets it when the
    period is over. Visitors behind one address share the limit: set it for a library, not a person.
    """
    address = get_adapter(request).get_client_ip(request)
    print_of_address = salted_hmac("common.rate_limit", address, algorithm="sha256").hexdigest()
    key = f"tries:{action}:{print_of_address[:32]}"
    cache.add(key, 0, int(per.total_seconds()))
    try:
        return cache.incr(key) <= limit
    except ValueError:
        # It expired between the two calls: a new period began.
        return True
