"""Files as editors upload them, sound and hostile."""

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject


def picture_bytes(size: tuple[int, int] = (1200, 800), kind: str = "PNG", **extra: object) -> bytes:
    """A picture in one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, "#345").save(out, kind, **extra)
    return out.getvalue()


def photo_with_place(size: tuple[int, int] = (6000, 4000), kind: str = "JPEG") -> bytes:
    """A photo lying on its side, with where and by whom it was taken."""
    photo = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Fotograf Hemlig"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (60.0, 40.0, 30.0)
    out = io.BytesIO()
    photo.save(out, kind, quality=95, exif=exif.tobytes())
    return out.getvalue()


def pdf_bytes(
    *,
    title: str = "",
    script: str = "",
    launch: str = "",
    xfa: str = "",
    attached: bytes = b"",
    tagged: bool = False,
    author: str = "",
    pages: int = 1,
) -> bytes:
    """A PDF of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    writer.metadata = {"/Title": title, "/Author": author}
    if script:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    if launch:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject(launch)}
        )
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    if xfa:
        form = DictionaryObject({NameObject("/XFA"): TextStringObject(xfa)})
        writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    if attached:
        writer.add_attachment("bilaga.exe", attached)
    if tagged:
        writer.root_object[NameObject("/MarkInfo")] = DictionaryObject(
            {NameObject("/Marked"): BooleanObject(True)}
        )
        writer.root_object[NameObject("/StructTreeRoot")] = writer._add_object(
            DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
