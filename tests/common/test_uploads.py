import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.uploads import JPEG, PDF, PNG, ContentCheck

CHECK = ContentCheck((PDF, JPEG, PNG))


def picture(kind):
    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, kind)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
        ("a.png", picture("PNG")),
        ("a.jpg", picture("JPEG")),
    ],
)
def test_files_of_the_right_kind_pass(name, content):
    CHECK(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script>",
        b"<svg onload='x'/>",
        b"PK\x03\x04zip",
    ],
)
def test_the_content_decides_not_the_name(content):
    with pytest.raises(ValidationError, match="av typen pdf, jpg, png"):
        CHECK(SimpleUploadedFile("affisch.pdf", content, "application/pdf"))


def test_a_file_that_is_too_large_is_told_how_large_it_may_be():
    with pytest.raises(ValidationError, match="högst 5 MB"):
        CHECK(SimpleUploadedFile("a.pdf", b"%PDF-1.7" + b"0" * (5 * 1024 * 1024)))
