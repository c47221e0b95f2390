"""Addresses under ``/konto/``. allauth's names, our Swedish paths; nothing else of allauth is open."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import URLPattern, URLResolver, include, path

from accounts import providers, views

# Names that allauth looks up itself.
_SIGN_IN: list[URLPattern | URLResolver] = [
    path("logga-in/", views.sign_in, name="account_login"),
    path("logga-in/nyckel/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("avstangt/", account.account_inactive, name="account_inactive"),
    path("nytt-konto/", views.no_sign_up, name="account_signup"),
    path("bekrafta/losenord/", account.reauthenticate, name="account_reauthenticate"),
    path("bekrafta/kod/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bekrafta/nyckel/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kod/", views.ask_for_code, name="account_request_login_code"),
    path("kod/skriv/", account.confirm_login_code, name="account_confirm_login_code"),
    path("losenord/byt/", account.password_change, name="account_change_password"),
    path("losenord/valj/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path(
        "losenord/glomt/kod/",
        account.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("losenord/nytt/", account.complete_password_reset, name="account_complete_password_reset"),
    path("losenord/klart/", account.password_reset_from_key_done, name="account_password_reset_completed"),
]
_SECOND_FACTOR: list[URLPattern | URLResolver] = [
    path("sakerhet/", mfa.index, name="mfa_index"),
    path("sakerhet/kontroll/", mfa.authenticate, name="mfa_authenticate"),
    path("sakerhet/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("sakerhet/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sakerhet/reservkoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "sakerhet/reservkoder/nya/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("sakerhet/nycklar/", views.passkeys, name="mfa_list_webauthn"),
    path("sakerhet/nycklar/ny/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("sakerhet/nycklar/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sakerhet/nycklar/<int:pk>/ta-bort/", views.remove_passkey, name="mfa_remove_webauthn"),
]
_PROVIDERS: list[URLPattern | URLResolver] = [
    path("region/avbrutet/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("region/fel/", views.provider_error, name="socialaccount_login_error"),
    path("region/nytt/", views.no_sign_up, name="socialaccount_signup"),
    path("region/kopplingar/", views.no_connections, name="socialaccount_connections"),
    path("region/oidc/<slug:provider_id>/", providers.start_openid_connect, name="openid_connect_login"),
    path(
        "region/oidc/<slug:provider_id>/svar/",
        providers.finish_openid_connect,
        name="openid_connect_callback",
    ),
    path("region/saml/<slug:organization_slug>/", providers.start_saml, name="saml_login"),
    path("region/saml/<slug:organization_slug>/svar/", providers.receive_saml, name="saml_acs"),
    path("region/saml/<slug:organization_slug>/svar/klart/", providers.finish_saml, name="saml_finish_acs"),
    path("region/saml/<slug:organization_slug>/ut/", providers.no_single_logout, name="saml_sls"),
    path("region/saml/<slug:organization_slug>/metadata/", providers.saml_metadata, name="saml_metadata"),
]
_OWN: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("namn/", views.change_name, name="change_name"),
    path("e-post/", views.change_email, name="change_email"),
    path("e-post/bekrafta/<str:token>/", views.confirm_email, name="confirm_email"),
    path("sessioner/", views.sessions, name="sessions"),
    path("sessioner/<int:session_id>/avsluta/", views.end_session, name="end_session"),
    path("sessioner/logga-ut-overallt/", views.end_every_session, name="end_every_session"),
    path("mina-uppgifter.json", views.own_data, name="own_data"),
    path("ta-bort/", views.delete_account, name="delete_account"),
    path("andra-faktor/", views.second_factor, name="second_factor"),
    path("fortsatt/", views.go_on, name="continue"),
    path("inbjudan/", views.invitation, name="invitation"),
    path("inbjudan/<str:token>/", views.invitation_link, name="invitation_link"),
    path("inbjudningar/", views.invitations, name="invitations"),
    path("inbjudningar/ny/", views.invite, name="invite"),
    path("inbjudningar/<uuid:invitation_id>/skicka-igen/", views.resend_invitation, name="resend_invitation"),
    path("inbjudningar/<uuid:invitation_id>/aterkalla/", views.revoke_invitation, name="revoke_invitation"),
    path("personer/", views.people, name="people"),
    path("personer/<int:user_id>/roll/", views.change_portal_role, name="change_portal_role"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_SIGN_IN,
    *_SECOND_FACTOR,
    *_PROVIDERS,
    path("", include((_OWN, "accounts"))),
]
