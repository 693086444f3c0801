"""The letters as they would be sent, for whoever tries the site on her own machine."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from tillit.outbox.letters import NothingToTell, letter_of
from tillit.outbox.models import Message

SHOWN = 100


@require_safe
def letter_list(request):
    _only_where_nothing_is_sent(request)
    return render(request, "outbox/list.html", {"messages_shown": Message.objects.all()[:SHOWN]})


@require_safe
def letter_detail(request, pk):
    _only_where_nothing_is_sent(request)
    message = get_object_or_404(Message, pk=pk)
    return render(request, "outbox/detail.html", {"message": message, "letter": _letter_or_404(message)})


@require_safe
def letter_calendar(request, pk, number):
    _only_where_nothing_is_sent(request)
    calendars = _letter_or_404(get_object_or_404(Message, pk=pk)).calendars
    if number >= len(calendars):
        raise Http404
    filename, _method, calendar = calendars[number]
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8", headers=headers)


def _letter_or_404(message):
    try:
        return letter_of(message)
    except NothingToTell:
        raise Http404 from None


def _only_where_nothing_is_sent(request):
    """Letters hold keys: they are shown on the machine of whoever tries, and nowhere else."""
    is_here = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1", "")
    if settings.SENDS_MAIL or not settings.IS_LOCAL or not is_here:
        raise Http404
