import gzip

import brotli
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client, override_settings
from django.urls import path

from common import page_cache, stamps
from common.models import CacheStamp
from common.page_cache import cached_page

rendered: list[str] = []


@cached_page(rooms=("calendar",), params=("kommun",))
@login_not_required
def public(request):
    rendered.append(request.get_full_path())
    return HttpResponse(f"sida {len(rendered)} {'å' * 600}")


@cached_page(rooms=("calendar",))
@login_not_required
def with_token(request):
    rendered.append(request.path)
    return HttpResponse(get_token(request))


@cached_page(rooms=("calendar",))
@login_not_required
def streamed(request):
    rendered.append(request.path)
    return StreamingHttpResponse(iter([b"BEGIN", b"END"]))


@cached_page(rooms=("calendar",))
@login_not_required
def missing(request):
    rendered.append(request.path)
    return HttpResponse("saknas", status=404)


urlpatterns = [path("p/", public), path("t/", with_token), path("s/", streamed), path("m/", missing)]


@pytest.fixture(autouse=True)
def _fresh(db, monkeypatch):
    rendered.clear()
    page_cache.forget_pages()
    # Stamps are read anew for each request, so that no test has to wait a second.
    monkeypatch.setattr(page_cache, "TRUST", 0.0)
    with override_settings(ROOT_URLCONF=__name__):
        yield
    page_cache.forget_pages()


def test_a_second_reader_gets_the_kept_page(client):
    first = client.get("/p/")
    second = client.get("/p/")

    assert first.content == second.content
    assert len(rendered) == 1
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_a_write_in_a_room_the_page_reads_renders_it_anew(client):
    client.get("/p/")
    stamps.raise_stamp("calendar")

    client.get("/p/")

    assert len(rendered) == 2


def test_a_write_in_another_room_changes_nothing(client):
    client.get("/p/")
    stamps.raise_stamp("associations")

    client.get("/p/")

    assert len(rendered) == 1


def test_a_stamp_of_a_rolled_back_write_is_never_seen(client):
    client.get("/p/")
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the write must come first
        stamps.raise_stamp("calendar")
        raise ZeroDivisionError

    client.get("/p/")

    assert len(rendered) == 1


def test_a_page_rendered_while_somebody_publishes_is_not_kept(client, monkeypatch):
    def publish_meanwhile(request):
        stamps.raise_stamp("calendar")
        return public(request)

    with override_settings(ROOT_URLCONF=(path("p/", login_not_required(publish_meanwhile)),)):
        client.get("/p/")
        client.get("/p/")

    assert len(rendered) == 2


def test_a_request_with_a_session_neither_reads_nor_fills_the_cache(client, outsider):
    signed_in = Client()
    signed_in.force_login(outsider)
    signed_in.get("/p/")
    client.get("/p/")
    signed_in.get("/p/")

    assert len(rendered) == 3


def test_an_unknown_parameter_is_answered_but_not_stored(client):
    client.get("/p/?utm=1")
    client.get("/p/?utm=1")

    assert len(rendered) == 2


def test_known_parameters_in_another_order_are_the_same_page(client):
    client.get("/p/?kommun=gavle&kommun=bollnas")
    client.get("/p/?kommun=bollnas&kommun=gavle")

    assert len(rendered) == 1


def test_a_page_and_its_fragment_are_kept_apart(client):
    client.get("/p/")
    client.get("/p/", headers={"HX-Request": "true"})

    assert len(rendered) == 2


def test_an_unchanged_page_is_answered_with_304(client):
    etag = client.get("/p/")["ETag"]

    again = client.get("/p/", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(("encoding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_the_body_is_sent_compressed_to_those_who_can_read_it(client, encoding, decode):
    plain = client.get("/p/").content

    packed = client.get("/p/", headers={"Accept-Encoding": f"deflate, {encoding}"})

    assert packed["Content-Encoding"] == encoding
    assert decode(packed.content) == plain
    assert int(packed["Content-Length"]) == len(packed.content)


def test_a_page_with_a_csrf_token_is_never_kept(client):
    client.get("/t/")
    client.get("/t/")

    assert len(rendered) == 2


def test_a_streamed_answer_keeps_only_its_validators(client):
    first = client.get("/s/")
    body = b"".join(first.streaming_content)

    again = client.get("/s/", headers={"If-None-Match": first["ETag"]})

    assert body == b"BEGINEND"
    assert again.status_code == 304
    assert len(rendered) == 1
    assert b"".join(client.get("/s/").streaming_content) == b"BEGINEND"


def test_only_successful_pages_are_kept(client):
    client.get("/m/")
    client.get("/m/")

    assert len(rendered) == 2


def test_old_pages_leave_when_the_memory_is_full(client, settings):
    settings.PAGE_CACHE_MAX_ENTRIES = 2
    for name in ("a", "b", "c"):
        client.get(f"/p/?kommun={name}")

    client.get("/p/?kommun=a")

    assert len(rendered) == 4


def test_a_kept_page_costs_one_query_for_the_stamps_and_none_when_they_are_fresh(
    client, django_assert_num_queries, monkeypatch
):
    client.get("/p/")

    with django_assert_num_queries(1):
        client.get("/p/")
    monkeypatch.setattr(page_cache, "TRUST", 60.0)
    with django_assert_num_queries(0):
        client.get("/p/")


def test_the_stamps_are_rows_raised_by_the_writing_transaction():
    stamps.raise_stamp("calendar", "associations")
    stamps.raise_stamp("calendar")

    assert stamps.read_stamps()["calendar"] - 1 == CacheStamp.objects.get(room="associations").value
    assert connection.in_atomic_block
