"""The report as a word-processor file: Office Open XML written by hand, with real headings, lists and table heads.

ISO/IEC 29500: a zip of XML parts. Only what is needed to read and quote it well: styles, language, title, numbering.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings

from common.bars import Bars
from common.swedish import count_text, day_text
from revisions.report_document import NO_REPLY, Chapter, Counted, Found, document
from revisions.report_markup import Block, Run, parse

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Column → width in twentieths of a point.
_PROPOSAL_COLUMNS = {"Nr": 700, "Vi föreslår": 3900, "Därför": 2600, "Ska svara": 1800}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: A zip entry has a time; the same data gives the same file.
_MOMENT = (2026, 1, 1, 0, 0, 0)


def report_docx(data: dict[str, Any], number: int) -> bytes:
    """Return the report of an edition's data as .docx."""
    body, lists = _own_numbers("".join(_body(data, number)))
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELS,
        "docProps/core.xml": _core(data),
        "word/_rels/document.xml.rels": _DOCUMENT_RELS,
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _numbering(lists),
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _footer(data["title"]),
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body>{body}{_PAGE}</w:body>'
        "</w:document>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _body(data: dict[str, Any], number: int) -> Iterator[str]:
    yield _paragraph(data["question"], "Title")
    if data["question"] != data["title"]:
        yield _paragraph(data["title"], "Subtitle")
    yield _paragraph(f"Utgåva {number}. Publicerad {_day(data['published_on'])}.")
    if data["association"]:
        yield _paragraph(data["association"])
    if data["diary_number"]:
        yield _paragraph(f"Diarienummer {data['diary_number']}")
    if data["note"]:
        on = _day(data.get("corrected_on", ""))
        yield _paragraph(f"Rättat i den här utgåvan{on and f' {on}'}: {data['note']}", "Callout")
    for chapter in document(data).chapters:
        yield from _chapter(chapter, data["answer_days"])
    address = f"{settings.PORTAL_ORIGIN}/brukarrevisioner/{data['slug']}/"
    yield _paragraph(f"Rapporten och svaren på förslagen finns på {address}")


def _chapter(chapter: Chapter, answer_days: int) -> Iterator[str]:
    yield _paragraph(chapter.title, "Heading1")
    yield from _markup(chapter.text, "Heading2")
    for part in chapter.counted:
        yield from _counted(part)
    for found in chapter.findings:
        yield from _finding(found)
    if chapter.proposals:
        yield _paragraph("Förslag", "Heading2")
        yield _paragraph(
            "Den som ska svara väljer mellan ja, ja, delvis och nej, inte nu, och berättar varför. "
            f"Svar ska lämnas inom {answer_days} arbetsdagar."
        )
        rows = [
            [str(one["number"]), f"{one['title']}\n{one['text']}", _why(one), ", ".join(one["to"])]
            for one in chapter.proposals
        ]
        yield _table("Förslag", _PROPOSAL_COLUMNS, rows)
    for reply in chapter.replies:
        yield from _reply(reply)
    if chapter.guide:
        yield from _guide(chapter.guide)


def _why(proposal: dict[str, Any]) -> str:
    """What a proposal comes of: the words, in quotation marks, and how they are told."""
    said = f"”{proposal['said']}”" if proposal["said"] else ""
    return "\n".join(filter(None, (said, proposal["note"]))) or "–"


def _day(iso: str) -> str:
    return day_text(date.fromisoformat(iso)) if iso else ""


def _finding(found: Found) -> Iterator[str]:
    yield _paragraph(found.title, "Heading2")
    if found.theme:
        yield _paragraph(f"Område: {found.theme}")
    yield from _markup(found.summary, "Heading3")
    for quote in found.quotes:
        yield _paragraph(f"”{quote.text}” ({quote.source})", "Quote")


def _counted(part: Counted) -> Iterator[str]:
    yield _paragraph(part.title, "Heading2")
    if part.said:
        yield _paragraph(part.said)
    for bars in part.charts:
        yield from _chart(bars)
    for title, note in part.withheld:
        yield _paragraph(title, "Heading3")
        yield _paragraph(note)


def _chart(bars: Bars) -> Iterator[str]:
    yield _paragraph(bars.title, "Heading3")
    yield _paragraph(f"{bars.caption}.")
    rows = [[bar.label, bar.count_text] for bar in bars.bars]
    yield _table(bars.title, {bars.head: 7000, "Antal": 2000}, rows)
    if bars.note:
        yield _paragraph(bars.note)


def _reply(reply: dict[str, Any]) -> Iterator[str]:
    yield _paragraph(reply["name"], "Heading2")
    if not reply["given"]:
        yield _paragraph(NO_REPLY)
    for one in reply["comments"]:
        yield _runs_paragraph([Run(f"{one['chapter']}: ", bold=True), Run(one["text"])])
        yield _runs_paragraph([Run("Revisorernas svar: ", bold=True), Run(one["answer"])])
    if left := reply["unanswered"]:
        remarks = count_text(left, "synpunkt", "synpunkter")
        yield _paragraph(
            f"{remarks[:1].upper()}{remarks[1:]} hade inte fått svar av revisorerna när rapporten publicerades."
        )


def _guide(guide: dict[str, Any]) -> Iterator[str]:
    yield from _markup(guide["opening"], "Heading3")
    for area in guide["areas"]:
        yield _paragraph(area["title"], "Heading2")
        yield _NEW_LIST
        for question in area["questions"]:
            yield _paragraph(question["text"], numbering=2)
            scale = [f"Skala: {', '.join(question['scale'])}"] if question["scale"] else []
            for more in [*question["prompts"], *scale]:
                yield _paragraph(more, level=1, numbering=1)
    yield from _markup(guide["closing"], "Heading3")


def _markup(text: str, heading: str) -> Iterator[str]:
    for block in parse(text):
        yield from _block(block, heading)


def _block(block: Block, heading: str) -> Iterator[str]:
    if block.kind == "numbered":
        yield _NEW_LIST
    for item in block.items:
        if block.kind == "heading":
            yield _runs_paragraph(item, heading)
        elif block.kind == "paragraph":
            yield _runs_paragraph(item)
        else:
            yield _runs_paragraph(item, numbering=1 if block.kind == "bullets" else 2)


def _own_numbers(body: str) -> tuple[str, int]:
    """Let each numbered list begin at one; return the body and how many lists there are."""
    first, *lists = body.split(_NEW_LIST)
    numbered = (
        part.replace('<w:numId w:val="2"/>', f'<w:numId w:val="{place}"/>')
        for place, part in enumerate(lists, start=2)
    )
    return first + "".join(numbered), len(lists)


def _paragraph(text: str, style: str = "", *, numbering: int = 0, level: int = 0) -> str:
    return _runs_paragraph([Run(text)], style, numbering=numbering, level=level)


def _runs_paragraph(runs: Iterable[Run], style: str = "", *, numbering: int = 0, level: int = 0) -> str:
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbering:
        look += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(map(_run, runs))}</w:p>"


def _run(run: Run) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if run.bold else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in run.text.split("\n"))
    return f"<w:r>{bold}{lines}</w:r>"


def _text(words: str) -> str:
    """Escape ``words``, without the signs that XML has no place for."""
    return escape(_NOT_XML.sub("", words))


def _table(title: str, columns: dict[str, int], rows: list[list[str]]) -> str:
    """A table whose first row is marked as its head and repeats on every page. ``columns``: head → width in twentieths
    of a point. ``title`` is what screen readers call it."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns.values())
    head = "".join(_cell(_runs_paragraph([Run(one, bold=True)]), width) for one, width in columns.items())
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        f"{''.join(map(_cell, map(_paragraph, row), columns.values()))}</w:tr>"
        for row in rows
    )
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="9000" w:type="dxa"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(_NOT_XML.sub('', title))}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{body}</w:tbl>{_paragraph('')}"
    )


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def _core(data: dict[str, Any]) -> str:
    moment = datetime(*_MOMENT, tzinfo=UTC)
    if data["published_on"]:
        moment = datetime.fromisoformat(f"{data['published_on']}T12:00:00+00:00")
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(data['question'])}</dc:title><dc:creator>{escape(settings.PORTAL['name'])}</dc:creator>"
        f'<dc:language>sv-SE</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        "</cp:coreProperties>"
    )


#: Before each numbered list while the body is made. Text is escaped, so nobody can write it.
_NEW_LIST = "<!--list-->"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD_TYPE}.numbering+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD_TYPE}.footer+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD_TYPE}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_RELS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
_DOCUMENT_RELS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="r3" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="r4" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
#: Without the mode of today Word opens the file as one from 2007 ("Kompatibilitetsläge").
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_W}"><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="sv-SE"/></w:settings>'
)
_PAGE = (
    '<w:sectPr><w:footerReference w:type="default" r:id="r4"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1247" w:right="1247" w:bottom="1361" w:left="1247" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
)


def _style(
    key: str, name: str, size: int, *, outline: int | None = None, more: str = "", bold: bool = True
) -> str:
    """A paragraph style; ``size`` in half points, ``outline`` makes it a heading for contents and screen readers."""
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    keep = "<w:keepNext/>" if outline is not None else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="Normal"/><w:qFormat/><w:pPr>{keep}{more}{level}</w:pPr>'
        f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_SPACED = '<w:spacing w:before="240" w:after="120"/>'
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/><w:sz w:val="23"/>'
    '<w:lang w:val="sv-SE" w:eastAsia="sv-SE" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    + _style("Title", "Title", 56, more='<w:spacing w:after="120"/>')
    + _style("Subtitle", "Subtitle", 30, bold=False)
    + _style("Heading1", "heading 1", 38, outline=0, more='<w:spacing w:before="480" w:after="160"/>')
    + _style("Heading2", "heading 2", 28, outline=1, more=_SPACED)
    + _style("Heading3", "heading 3", 24, outline=2, more=_SPACED)
    + _style("Quote", "Quote", 25, more='<w:ind w:left="567" w:right="567"/>', bold=False)
    + _style("Callout", "Callout", 23, more='<w:shd w:val="clear" w:color="auto" w:fill="E6EEE8"/>')
    + '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7D7566"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style></w:styles>"
)


def _levels(kind: str, texts: tuple[str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{567 * (level + 1)}" w:hanging="397"/></w:pPr></w:lvl>'
        for level, text in enumerate(texts)
    )


def _numbering(lists: int) -> str:
    """Bullets are list 1; each numbered list has a number of its own from 2 on, or it would go on from the last."""
    own = "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="2"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for place in range(2, lists + 2)
    )
    return (
        f'{_HEAD}<w:numbering xmlns:w="{_W}">'
        f'<w:abstractNum w:abstractNumId="1">{_levels("bullet", ("•", "–"))}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{_levels("decimal", ("%1.", "%2."))}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>{own}</w:numbering>'
    )


def _footer(title: str) -> str:
    """The title and the page's number, so that a quotation can say where it stands."""
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{code}'
        for kind, code in (("begin", "<w:r><w:instrText>PAGE</w:instrText></w:r>"), ("end", ""))
    )
    return (
        f'{_HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:tabs><w:tab w:val="right" w:pos="9400"/></w:tabs></w:pPr>'
        f"{_run(Run(title))}<w:r><w:tab/></w:r>{_run(Run('Sida '))}{field}</w:p></w:ftr>"
    )
