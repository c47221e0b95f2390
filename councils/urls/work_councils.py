"""Councils and mandates at work. ``fixed`` before the other parts' addresses, a council's own address last.

Words that stand first in ``fixed`` are reserved in ``services.councils``.
"""

from django.urls import URLPattern, path

from councils.views import councils, mandates

fixed: list[URLPattern] = [
    path("", councils.home, name="home"),
    path("ny/", councils.create, name="create"),
    path("balans/", councils.balance, name="balance"),
    path("loneenheten/", councils.payroll_readers, name="payroll_readers"),
    path("loneenheten/<int:pk>/avsluta/", councils.end_payroll_reading, name="end_payroll_reading"),
    path("platser/<int:pk>/utse/", mandates.appoint, name="appoint"),
    path("namn/<str:token>/", mandates.name_by_link, name="name_by_link"),
    path("uppdrag/", mandates.ledger, name="ledger"),
    path("uppdrag/<int:pk>/", mandates.mandate, name="mandate"),
    path("uppdrag/<int:pk>/uppgifter/", mandates.edit_contact, name="edit_contact"),
    path("uppdrag/<int:pk>/avsluta/", mandates.end, name="end_mandate"),
    path("uppdrag/<int:pk>/ta-tillbaka/", mandates.withdraw, name="withdraw_mandate"),
    path("uppdrag/<int:pk>/lamna-over/", mandates.hand_over, name="hand_over"),
    path("uppdrag/<int:pk>/namn/", mandates.show_name, name="show_name"),
    path("uppdrag/<int:pk>/namn/senare/", mandates.ask_name_later, name="ask_name_later"),
    path("uppdrag/<int:pk>/fraga/", mandates.ask_for_name, name="ask_for_name"),
    path("uppdrag/<int:pk>/bjud-in/", mandates.invite, name="invite"),
    path("<slug:slug>/andra/", councils.edit, name="edit"),
    path("<slug:slug>/lage/", councils.status, name="status"),
    path("<slug:slug>/ses-over/", councils.postpone_review, name="postpone_review"),
    path("<slug:slug>/arbetsordning.pdf", councils.rules, name="rules"),
    path("<slug:slug>/staende-punkter/", councils.standing, name="standing"),
    path("<slug:slug>/platser/", councils.seats, name="seats"),
    path("<slug:slug>/platser/<int:seat>/dra-in/", councils.withdraw_seat, name="withdraw_seat"),
    path("<slug:slug>/sekreterare/", councils.offer_office, name="offer_office"),
    path("<slug:slug>/sekreterare/<int:office>/avsluta/", councils.end_office, name="end_office"),
    path("<slug:slug>/adjungera/", mandates.co_opt, name="co_opt"),
]
urlpatterns: list[URLPattern] = [path("<slug:slug>/", councils.council, name="council")]
