"""Swedish formats in templates."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import swedish

register = template.Library()


def _day(value: date | datetime) -> date:
    return swedish.local_date(value) if isinstance(value, datetime) else value


@register.filter
def day(value: date | datetime) -> SafeString:
    """14 oktober 2026, as a ``time`` element."""
    moment = _day(value)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), swedish.day_text(moment))


@register.filter
def weekday_day(value: date | datetime) -> SafeString:
    """onsdag 14 oktober 2026, as a ``time`` element."""
    moment = _day(value)
    return format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(), swedish.day_text(moment, weekday=True)
    )


@register.filter
def short_day(value: date | datetime) -> SafeString:
    """ons 14 okt, as a ``time`` element."""
    moment = _day(value)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), swedish.short_day_text(moment))


@register.filter
def clock(value: datetime) -> str:
    """9.00"""
    return swedish.time_text(value)


@register.filter
def phone(value: str) -> str:
    """070-174 06 05"""
    return swedish.phone_text(value)


@register.filter
def tel(value: str) -> str:
    """tel:+46701740605"""
    return swedish.phone_link(value)


@register.filter
def in_words(value: int) -> str:
    """två"""
    return swedish.number_text(value)


@register.filter
def capitalised(value: str) -> str:
    """First letter upper case, the rest untouched (``capfirst`` for month names in headings)."""
    return value[:1].upper() + value[1:]
