"""``python -m bench.month_pdf 2026-11-01 7``: print our time divided by WeasyPrint's, one figure a round."""

import json
import sys
from datetime import date

import django

from bench.turns import ratios


def main() -> None:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from calendar_app.edition_periods import EditionPeriod
    from calendar_app.pdf.draw import draw_edition, edition_html
    from calendar_app.pdf.formats import formats_of
    from calendar_app.pdf.frozen import FrozenCalendar
    from calendar_app.queries.editions import freeze
    from common import pdf
    from common.call_stack import with_room
    from common.models import Edition

    month = date.fromisoformat(sys.argv[1])
    period = EditionPeriod(f"{month:%Y-%m}")
    paper = formats_of(period)[0]

    def ours() -> None:
        """From the database's rows to the finished file, as the worker does."""
        frozen = freeze(period, paper)
        draw_edition(Edition(number=1, title="Kalender", data=json.loads(json.dumps(frozen.to_json()))))

    # Private names on purpose: the same page and the same style sheets, and nothing of ours around them.
    page = pdf._whole_page(
        pdf.printable(edition_html(FrozenCalendar.from_json(freeze(period, paper).to_json()), 1)), "K"
    )

    def theirs() -> None:
        fetcher, fonts = pdf._StaticFetcher(), FontConfiguration()
        sheets = [
            CSS(url=f"{pdf._STATIC_ORIGIN}pdf/{name}", url_fetcher=fetcher, font_config=fonts)
            for name in ("base.css", "calendar.css")
        ]
        HTML(
            string=page, base_url=f"{pdf._STATIC_ORIGIN}pdf/", url_fetcher=fetcher, media_type="print"
        ).write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")

    # Theirs with the same room for deep calls: without it, how deep this very line stands would decide their time.
    sys.stdout.write(f"{json.dumps(ratios(ours, lambda: with_room(theirs), int(sys.argv[2])))}\n")


if __name__ == "__main__":
    django.setup()
    main()
