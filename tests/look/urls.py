"""Pages that show every component, for tests only: no such route exists in the portal."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.template.loader import render_to_string
from django.urls import path

from common.answer_form import AnswerForm
from common.form_layout import PortalFormHelper
from common.notices import notify
from tests.look.forms import EveryField, Folded, People, Search

PAGES = Path(__file__).parent / "templates"
NAV = [
    {"label": "Kalender", "url": "/kalender/", "current": True},
    {"label": "Föreningar", "url": "/foreningar/", "current": False},
    {"label": "Så påverkar du", "url": "/paverka/", "current": False},
]


def _page(request: HttpRequest, name: str, **values: Any) -> HttpResponse:
    template = Template((PAGES / name).read_text(encoding="utf-8"))
    context = RequestContext(request)
    # Pushed on top, as ``render`` does: the context processors come first.
    context.push({"main_nav": NAV, "work_nav": NAV, "workspace_label": "Egna Ord Hälsingland", **values})
    return HttpResponse(template.render(context))


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    """Lists, filter, chips, days, month, map, empty state, pagination."""
    first = dt.date(2026, 9, 28)
    entry = {
        "time": "13.00",
        "title": "Fokusgrupp: Så vill vi bli bemötta",
        "url": "#dag-7",
        "cancelled": False,
    }
    weeks = [
        {
            "number": 40 + week,
            "days": [
                {
                    "date": (day := first + dt.timedelta(days=week * 7 + weekday)),
                    "outside": day.month != 10,
                    "weekend": weekday > 4,
                    "today": day == dt.date(2026, 10, 7),
                    "anchor": "dag-7" if day.day == 7 else "",
                    "entries": [entry, {**entry, "time": "18.00", "cancelled": True}] if day.day == 7 else [],
                }
                for weekday in range(7)
            ],
        }
        for week in range(5)
    ]
    places = [
        ("Ljusdal", 0, 0),
        ("Nordanstig", 2, 0),
        ("Hudiksvall", 1, 0),
        ("Ovanåker", 0, 1),
        ("Bollnäs", 1, 1),
        ("Söderhamn", 2, 1),
        ("Ockelbo", 1, 2),
        ("Hofors", 0, 3),
        ("Sandviken", 1, 3),
        ("Gävle", 2, 3),
    ]
    tiles = [
        {
            "name": name,
            "url": f"?kommun={name}",
            "count": 3,
            "column": x,
            "row": y,
            "current": name == "Gävle",
        }
        for name, x, y in places
    ]
    return _page(
        request,
        "public.html",
        weeks=weeks,
        tiles=tiles,
        day=dt.date(2026, 10, 7),
        search=Search(request.GET or None),
        page=Paginator(range(60), 20).page(2),
        views=[("Lista", "#", True), ("Månad", "#", False)],
        chips=[("Gävle", "?"), ("På plats", "?")],
        facts=[("Telefon", "070-174 06 11", "Vardagar 10.00–14.00"), ("Pris", "", ""), ("Kommun", "Gävle")],
        steps=[
            {
                "number": n,
                "name": name,
                "meaning": "Du får veta",
                "url": "#",
                "note": "3 aktiviteter i oktober",
            }
            for n, name in enumerate(
                ["Information", "Konsultation", "Dialog", "Samarbete", "Medbestämmande"], start=1
            )
        ],
        month_before={"url": "#", "name": "September", "full": "September 2026, förra månaden"},
        month_after={"url": "#", "name": "November", "full": "November 2026, nästa månad"},
    )


@login_not_required
def work(request: HttpRequest) -> HttpResponse:
    """Tasks, tables, tabs, differences, slow work, states."""
    notify(request, "Aktiviteten är publicerad.", undo_url="/angra/")
    notify(request, "Två aktiviteter krockar.", mind=True)
    messages.info(request, "Sparat.")
    return _page(
        request,
        "work.html",
        todo=[
            {
                "title": "Granska tre aktiviteter",
                "url": "#",
                "consequence": "Den äldsta har väntat i två dagar.",
                "label": "Väntar på dig",
                "tone": "going",
            },
            {"title": "Betala arvoden", "url": "#", "consequence": "", "label": "Försenad", "tone": "late"},
        ],
        tabs=[("Förslag", "#", 3, True), ("Publicerade", "#", 120, False), ("Arkiv", "#", None, False)],
        rows=[
            {"label": "Telefon", "old": "070-174 06 11", "new": "070-174 06 12", "changed": True},
            {"label": "Beskrivning", "old": "", "new": "Vi träffas på torsdagar.", "changed": True},
            {"label": "Webbplats", "old": "egnaord.example.org", "new": "", "changed": True},
            {"label": "Namn", "old": "Egna Ord", "new": "Egna Ord", "changed": False},
        ],
        step_names=["Välj fil", "Granska", "Klart"],
        folded=Folded({"name": "", "extra": "Teckenspråk"}),
    )


@login_not_required
def form(request: HttpRequest) -> HttpResponse:
    """The form with every field; a POST shows its errors and goes nowhere."""
    shown = EveryField(request.POST, request.FILES) if request.method == "POST" else EveryField()
    return _page(request, "form.html", form=shown)


@login_not_required
def several(request: HttpRequest) -> HttpResponse:
    """A formset."""
    shown = People(request.POST) if request.method == "POST" else People()
    shown.item_name = "Kontaktperson"
    shown.helper = PortalFormHelper()
    shown.helper.layout = None
    return _page(request, "several.html", formset=shown)


@login_not_required
def sign(request: HttpRequest) -> HttpResponse:
    """A short form on a page of its own."""
    return _page(request, "sign.html", form=EveryField())


@login_not_required
def answer(request: HttpRequest) -> HttpResponse:
    """A manager's answer: empty, with its errors, as a draft, and sent."""
    shown = AnswerForm(request.POST) if request.method == "POST" else AnswerForm()
    return _page(
        request,
        "answer.html",
        form=shown,
        sent=shown.is_valid() and not shown.is_draft,
        recommendation={
            "number": 2,
            "title": "Ge alla en kopia av sin plan inom en vecka",
            "said": "Planen låg i deras dator. Jag såg den aldrig.",
            "source": "Ur en intervju",
            "due": dt.date(2026, 11, 30),
        },
    )


@login_not_required
def broken(request: HttpRequest, code: int) -> HttpResponse:
    """The error pages as Django renders them: 400 and 500 without any context."""
    context = {} if code in {400, 500} else None
    if context is None:
        return HttpResponse(render_to_string(f"{code}.html", {}, request), status=code)
    return HttpResponse(render_to_string(f"{code}.html"), status=code)


@login_not_required
def piece(request: HttpRequest) -> HttpResponse:
    """What slow work looks like when it is done."""
    return HttpResponse(
        render_to_string("components/job.html", {"title": "Klart", "text": "80 rader är inlästa."})
    )


urlpatterns = [
    path("offentlig/", public),
    path("arbetsyta/", work),
    path("formular/", form),
    path("flera/", several),
    path("logga-in/", sign),
    path("svar/", answer),
    path("fel/<int:code>/", broken),
    path("bit/", piece),
]
