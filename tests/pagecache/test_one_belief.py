"""What a process believes about the content is one thing: a page is never newer than what it was made from."""

import time

from tests.events.filling_in import FIELDS
from tests.factories import make_event, republish


def test_page_made_from_something_kept_changes_with_it(client, settings):
    """Asked apart, the page could be made anew from an event that was believed to be unchanged, and stay so."""
    settings.PAGE_CACHE_TRUST = 0.2
    event = make_event(title_sv="Först")
    assert "Först" in client.get(event.get_absolute_url()).text
    time.sleep(0.21)
    client.post(event.sign_up_url, {"name": ""})  # asks whether the event has changed; the page does not

    event = republish(event, title_sv="Sedan")

    client.get(event.get_absolute_url())
    time.sleep(0.21)
    assert "Sedan" in client.get(event.get_absolute_url()).text


def test_page_of_seats_is_kept_while_people_sign_up(client, settings, django_assert_num_queries):
    event = make_event()
    for _made_and_kept in range(2):
        client.get(event.get_absolute_url())
    settings.PAGE_CACHE_TRUST = (
        60  # from now on the process believes what it has just heard, however slow it is
    )
    client.post(event.sign_up_url, FIELDS)

    client.get(event.sign_up_url)

    with django_assert_num_queries(0):
        client.get(event.sign_up_url)
