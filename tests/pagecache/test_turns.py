"""When a page that everyone reads grows old, it is made anew once, however many ask for it at that moment."""

import threading
import time

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tillit.pagecache.middleware import PageCacheMiddleware, same_for_everyone
from tillit.pagecache.watch import kept, watch

VISITORS = 8


@pytest.fixture(autouse=True)
def quiet_database(settings):
    """Those who come at once do not ask it."""
    settings.PAGE_CACHE_TRUST = 60
    watch.current()


def test_old_page_is_made_anew_by_one_for_all():
    made, version = [], ["old"]

    def seats():
        return version[0]

    @same_for_everyone(also=seats)
    def view(request):
        time.sleep(0.1)
        made.append(version[0])
        return HttpResponse(version[0])

    server, answers = PageCacheMiddleware(view), []

    def visit():
        answers.append(server(RequestFactory().get("/sida/")).text)

    visit()
    version[0] = "new"
    watch.answers.pop(seats)  # the time of trust has passed
    visitors = [threading.Thread(target=visit) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()

    assert answers == ["old"] + ["new"] * VISITORS
    assert made == ["old", "new"]


def test_what_pages_are_made_from_is_made_by_one_for_all():
    made, answers = [], []

    @kept
    def words(language):
        time.sleep(0.1)
        made.append(language)
        return f"ord på {language}"

    def visit(language):
        answers.append(words(language))

    visitors = [threading.Thread(target=visit, args=(code,)) for code in ("sv", "fi") * VISITORS]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()

    assert sorted(made) == ["fi", "sv"]
    assert sorted(answers) == ["ord på fi"] * VISITORS + ["ord på sv"] * VISITORS


def test_pages_of_one_person_wait_for_nobody():
    both_are_there = threading.Barrier(2, timeout=5)
    server, answers = PageCacheMiddleware(lambda request: HttpResponse(both_are_there.wait())), []

    def visit():
        answers.append(server(RequestFactory().get("/anmalan/nyckel/")).status_code)

    visitors = [threading.Thread(target=visit) for _ in range(2)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()

    assert answers == [200, 200]


def test_nobody_waits_for_a_page_that_is_gone():
    gone, version = [False], ["old"]

    def seats():
        return version[0]

    @same_for_everyone(also=seats)
    def view(request):
        if gone:
            both_are_there.wait()
        return HttpResponse("Här", status=200)

    both_are_there, gone, statuses = threading.Barrier(2, timeout=5), [], []
    server = PageCacheMiddleware(lambda request: HttpResponse("Borta", status=410) if gone else view(request))

    def visit():
        statuses.append(server(RequestFactory().get("/sida/")).status_code)

    visit()
    gone.append(True)
    version[0] = "new"
    watch.answers.pop(seats)
    visit()  # the first one sees that it is gone
    assert server.bookcase.turns == {}
    assert statuses == [200, 410]
