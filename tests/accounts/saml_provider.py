"""A SAML identity provider made in the test: it signs, and it can also do everything wrong."""

import base64
import datetime as dt
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from defusedxml import ElementTree
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY_ID = "https://idp.example.org/metadata"
SSO_URL = "https://idp.example.org/sso"
_EMAIL = "urn:oid:0.9.2342.19200300.100.1.3"
_VERIFIED = "http://schemas.auth0.com/email_verified"


@dataclass
class Keys:
    private: str
    certificate: str

    @classmethod
    def make(cls) -> "Keys":
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.org")])
        now = dt.datetime.now(dt.UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode())


@dataclass
class Answer:
    """An assertion about somebody. Each field can be set wrong."""

    email: str
    in_response_to: str
    audience: str
    destination: str
    subject: str = "kim-123"
    verified: str = "true"
    starts: dt.timedelta = dt.timedelta(minutes=-1)
    lasts: dt.timedelta = dt.timedelta(minutes=5)
    issuer: str = ENTITY_ID
    context: str = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
    assertion_id: str = field(default_factory=OneLogin_Saml2_Utils.generate_unique_id)

    def xml(self) -> str:
        now = dt.datetime.now(dt.UTC)

        def at(moment: dt.datetime) -> str:
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

        start, end = at(now + self.starts), at(now + self.starts + self.lasts)
        asked = f' InResponseTo="{self.in_response_to}"' if self.in_response_to else ""
        return f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r{self.assertion_id}" Version="2.0"
 IssueInstant="{at(now)}" Destination="{self.destination}"{asked}>
<saml:Issuer>{self.issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{self.assertion(start, end, at(now), asked)}</samlp:Response>"""

    def assertion(self, start: str, end: str, now: str, asked: str) -> str:
        return f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{self.assertion_id}"
 Version="2.0" IssueInstant="{now}"><saml:Issuer>{self.issuer}</saml:Issuer>
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{self.subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{end}" Recipient="{self.destination}"{asked}/></saml:SubjectConfirmation>
</saml:Subject><saml:Conditions NotBefore="{start}" NotOnOrAfter="{end}"><saml:AudienceRestriction>
<saml:Audience>{self.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="s1"><saml:AuthnContext>
<saml:AuthnContextClassRef>{self.context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="{_EMAIL}"><saml:AttributeValue>{self.email}</saml:AttributeValue>
</saml:Attribute><saml:Attribute Name="{_VERIFIED}"><saml:AttributeValue>{self.verified}</saml:AttributeValue>
</saml:Attribute></saml:AttributeStatement></saml:Assertion>"""


def sign(xml: str, keys: Keys) -> str:
    """Sign the assertion inside a response, as a provider does."""
    start = xml.index("<saml:Assertion")
    end = xml.index("</saml:Assertion>") + len("</saml:Assertion>")
    signed = OneLogin_Saml2_Utils.add_sign(
        xml[start:end],
        keys.private,
        keys.certificate,
        sign_algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        digest_algorithm="http://www.w3.org/2001/04/xmlenc#sha256",
    ).decode()
    return xml[:start] + signed.replace('<?xml version="1.0"?>', "") + xml[end:]


def encoded(xml: str) -> str:
    return base64.b64encode(xml.encode()).decode()


def request_in(location: str) -> Any:
    """Return the portal's question from the address it sends the browser to."""
    query = parse_qs(urlsplit(location).query)
    return ElementTree.fromstring(zlib.decompress(base64.b64decode(query["SAMLRequest"][0]), -15))
