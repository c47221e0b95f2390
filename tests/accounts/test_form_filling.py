import pytest
from django.http import QueryDict

from accounts.form_filling import fill

PAGE = """<!doctype html><main>
<form method="post" action="/konto/logga-ut/"><input type="hidden" name="note" value="x"><button>Ut</button></form>
<form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="fresh"><input type="hidden" name="version" value="8">
<input name="title" value="gammal"><input type="password" name="pw"><input type="file" name="fil">
<input type="checkbox" name="kind" value="a" checked><input type="checkbox" name="kind" value="b">
<input type="radio" name="pick" value="1" checked><input type="radio" name="pick" value="2">
<select name="where"><option value="">-</option><option value="g" selected>Gävle</option><option value="h">Hofors</option></select>
<textarea name="text">
gammalt</textarea>
<input name="row" value="1"><input name="row" value="2">
<button name="do" value="send">Skicka</button>
</form></main>"""


def filled(query, page=PAGE, posted_to="/sida/"):
    return fill(page, page="/sida/", posted_to=posted_to, typed=QueryDict(query))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title=Ny+titel", '<input name="title" value="Ny titel">'),
        ("title=%22%3E%3Cscript%3E", '<input name="title" value="&quot;&gt;&lt;script&gt;">'),
        ("text=rad+1%0Arad+%3C2%3E", "\nrad 1\nrad &lt;2&gt;</textarea>"),
        ("kind=b", '<input type="checkbox" name="kind" value="b" checked>'),
        ("title=x", '<input type="checkbox" name="kind" value="a">'),
        ("pick=2", '<input type="radio" name="pick" value="2" checked>'),
        ("where=h", '<option value="h" selected>'),
        ("where=h", '<option value="g">'),
        ("row=10&row=20", '<input name="row" value="10"><input name="row" value="20">'),
        # An old version number is how a person learns that somebody saved meanwhile.
        ("version=7", '<input type="hidden" name="version" value="7">'),
    ],
)
def test_a_control_shows_what_was_typed(query, expected):
    assert expected in filled(query).html


def test_what_nobody_sent_and_what_must_not_be_kept_stays_as_the_page_has_it():
    html = filled("title=x&pw=hemligt&csrfmiddlewaretoken=old&fil=x").html

    assert 'value="fresh"' in html
    assert "hemligt" not in html
    assert '<input type="file" name="fil">' in html


def test_everything_outside_the_controls_stays_byte_for_byte():
    assert filled("version=8&title=gammal&kind=a&pick=1&where=g&text=gammalt&row=1&row=2").html == PAGE


def test_words_without_a_field_are_handed_back():
    page = filled("title=x&borta=En+hel+mening&tom=+&do=send")

    assert page.left_over == ("En hel mening",)


def test_only_the_form_that_was_sent_is_filled():
    html = filled("note=y&title=z", posted_to="/konto/logga-ut/").html

    assert 'name="note" value="y"' in html
    assert 'value="gammal"' in html


def test_a_page_without_the_form_hands_everything_back():
    page = fill("<main></main>", page="/sida/", posted_to="/sida/", typed=QueryDict("a=Ord&b=Fler"))

    assert page.html == "<main></main>"
    assert page.left_over == ("Ord", "Fler")


def test_among_several_forms_for_one_address_the_one_that_was_sent_is_filled():
    form = '<form method="post" action="/rad/"><input type="hidden" name="id" value="{0}"><input name="t" value=""></form>'

    html = fill(
        form.format(1) + form.format(2), page="/", posted_to="/rad/", typed=QueryDict("id=2&t=Text")
    ).html

    assert html.index('value="Text"') > html.index('value="2"')


@pytest.mark.parametrize(
    "html", ["<form method=post><input name=a", "<textarea name=a><form method=post>", "<<<>>>", ""]
)
def test_broken_html_breaks_nothing(html):
    assert isinstance(fill(html, page="/", posted_to="/", typed=QueryDict("a=Ord")).html, str)
