"""Settings of the pages that editors write, in Wagtail."""

from pathlib import Path
from typing import Any

from inflytande.settings import environment as env

WAGTAIL_APPS = [
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
]

# The worker follows links to other sites only where it has a network.
CHECK_LINKS_OF_OTHERS = env.boolean("CHECK_LINKS_OF_OTHERS", default=False)

WAGTAIL_SITE_NAME = "Brukarinflytande"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska")]
WAGTAIL_I18N_ENABLED = False
# Swedish that Wagtail lacks, or says so that an editor must know Wagtail.
LOCALE_PATHS = [Path(__file__).resolve().parent.parent.parent / "pages" / "editing" / "locale"]
# The portal's own sign-in, account and mail; no request leaves the portal.
WAGTAILADMIN_LOGIN_URL = "/konto/logga-in/"
WAGTAIL_FRONTEND_LOGIN_URL = "/konto/logga-in/"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# å, ä and ö become a, a and o in addresses.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTO_UPDATE_PREVIEW = True
WAGTAILADMIN_COMMENTS_ENABLED = True
# Who may see a page is decided by its being published, and by nothing else (``private_page_options`` of the pages).
WAGTAIL_PRIVATE_PAGE_OPTIONS: dict[str, bool] = {"SHARED_PASSWORD": False}

WAGTAILIMAGES_IMAGE_MODEL = "pages.PortalImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 60 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 120 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "pages.PortalDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "ods", "csv", "txt", "mp4", "webm", "vtt"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.editing.file_forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.editing.file_forms.DocumentForm"
WAGTAILDOCS_CONTENT_TYPES = {"vtt": "text/vtt"}
WAGTAILDOCS_SERVE_METHOD = "serve_view"

WAGTAILSEARCH_BACKENDS: dict[str, Any] = {
    "default": {"BACKEND": "modelsearch.backends.database", "SEARCH_CONFIG": "portal_swedish"}
}
WAGTAILADMIN_RICH_TEXT_EDITORS: dict[str, Any] = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        # No headings in a paragraph: they come from sections, so that no level can be skipped.
        "OPTIONS": {"features": ["bold", "ol", "ul", "link", "document-link"]},
    }
}
