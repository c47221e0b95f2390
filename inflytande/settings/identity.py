"""The region's identity provider, from the environment alone (docs/identity-provider.md)."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from inflytande.settings import environment as env

#: The providers' names in our addresses: ``/konto/region/oidc/``, ``/konto/region/saml/saml/``.
OIDC_ID = "oidc"
SAML_ID = "saml"


def providers() -> dict[str, Any]:
    """Return allauth's ``SOCIALACCOUNT_PROVIDERS``; empty when nothing is configured."""
    found: dict[str, Any] = {}
    if env.text("OIDC_ISSUER"):
        found["openid_connect"] = {"OAUTH_PKCE_ENABLED": True, "APPS": [_openid_connect()]}
    if env.text("SAML_IDP_ENTITY_ID"):
        found["saml"] = {"APPS": [_saml()]}
    return found


def form_origins() -> list[str]:
    """Return the origins that the sign-in button's form leads to, for the content security policy."""
    addresses = [env.text("OIDC_ISSUER"), env.text("SAML_IDP_SSO_URL")]
    origins = [f"{parts.scheme}://{parts.netloc}" for a in addresses if a for parts in [urlsplit(a)]]
    return sorted({*origins, *env.words("IDENTITY_PROVIDER_ORIGINS")})


def _openid_connect() -> dict[str, Any]:
    return {
        "provider_id": OIDC_ID,
        "name": env.text("OIDC_NAME", "regionens konto"),
        "client_id": env.required("OIDC_CLIENT_ID"),
        "secret": env.required("OIDC_CLIENT_SECRET"),
        "settings": {
            "server_url": env.required("OIDC_ISSUER").rstrip("/"),
            "uid_field": env.text("OIDC_UID_CLAIM", "sub"),
            "email_authentication": True,
            # Only when the provider itself guarantees every address; else its claim email_verified decides.
            "verified_email": env.boolean("OIDC_TRUST_EMAIL", default=False),
            "strong": env.words("OIDC_STRONG_ACR"),
        },
    }


def _saml() -> dict[str, Any]:
    certificate = env.text("SAML_IDP_X509CERT")
    metadata_url = env.text("SAML_IDP_METADATA_URL")
    if not metadata_url and not (certificate and env.text("SAML_IDP_SSO_URL")):
        raise ImproperlyConfigured(
            "Set SAML_IDP_METADATA_URL, or both SAML_IDP_SSO_URL and SAML_IDP_X509CERT "
            "(see docs/identity-provider.md)."
        )
    idp = {"entity_id": env.required("SAML_IDP_ENTITY_ID")}
    if metadata_url:
        idp["metadata_url"] = metadata_url
    else:
        idp |= {"sso_url": env.required("SAML_IDP_SSO_URL"), "x509cert": certificate}
    settings: dict[str, Any] = {
        "idp": idp,
        "sp": {"entity_id": env.text("SAML_SP_ENTITY_ID")} if env.text("SAML_SP_ENTITY_ID") else {},
        "email_authentication": True,
        "verified_email": env.boolean("SAML_TRUST_EMAIL", default=False),
        "strong": env.words("SAML_STRONG_CONTEXTS"),
        "advanced": {
            "strict": True,
            "want_assertion_signed": True,
            "want_attribute_statement": False,
            "reject_deprecated_algorithm": True,
            "reject_idp_initiated_sso": True,
        },
    }
    if env.text("SAML_EMAIL_ATTRIBUTE"):
        settings["attribute_mapping"] = {
            "email": env.text("SAML_EMAIL_ATTRIBUTE"),
            "uid": env.text("SAML_UID_ATTRIBUTE", "urn:oasis:names:tc:SAML:attribute:subject-id"),
        }
    return {
        "provider_id": SAML_ID,
        "name": env.text("SAML_NAME", "regionens konto"),
        "client_id": SAML_ID,
        "settings": settings,
    }
