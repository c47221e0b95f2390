"""Periods of days as PostgreSQL compares them."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class DateRange(Func):
    """``DATERANGE(first, last, '[]')``: both ends among the days; without a last day it goes on."""

    function = "DATERANGE"
    output_field = DateRangeField()
