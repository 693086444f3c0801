"""A participant's own page, and that of who signed up a group. Opening it shows; a button acts."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from events import allocation, calendars, receipts
from events.details import change_details
from events.forms import DetailsForm, HandOverForm
from events.models import Group, Registration, State
from events.models.registration import hash_of
from events.own import GroupPage, OwnPage
from tillit.links import absolute

Reason = Registration.Reason


def behind_key(*kinds):
    """Find the row that the secret address belongs to. The address is the key: no cookie, no token in the form."""

    def decorate(view):
        @csrf_exempt
        @wraps(view)
        def opened(request, token, *args, **kwargs):
            row = _row(token, kinds)
            response = (
                view(request, row, *args, **kwargs)
                if row
                else render(request, "events/no_key.html", status=404)
            )
            # Never the address itself, which is a key; but no-referrer would hide the form's origin as well.
            response["Referrer-Policy"] = "strict-origin"
            response["X-Robots-Tag"] = "noindex, nofollow"
            patch_cache_control(response, no_store=True)
            return response

        return opened

    return decorate


def _row(token, kinds):
    """Everything of a kind that the key opens; nothing for one that was revoked, or belongs to another kind."""
    for kind in kinds:
        row = kind.objects.filter(token_hash=hash_of(token), erased_at=None).first()
        if row and getattr(row, "state", None) != State.HANDED_OVER:
            return row
    return None


@behind_key(Registration, Group)
@require_safe
def own(request, row):
    if isinstance(row, Group):
        return _render(request, GroupPage(row), "events/own_group.html")
    return receipts.filled_in(request, row) or _render(request, OwnPage(row), "events/own.html")


@behind_key(Registration, Group)
def cancel(request, row):
    """Give up one's seat. For who signed up a group: the seats of all in it."""
    if request.method == "POST":
        is_group = isinstance(row, Group)
        reason = Reason.CONTACT if is_group else Reason.NOT_ME if "inte_jag" in request.POST else Reason.OWN
        for registration in row.registrations.active() if is_group else [row]:
            allocation.cancel(registration, reason=reason)
        return redirect(row.own_url)
    page = GroupPage(row) if isinstance(row, Group) else OwnPage(row)
    return _render(request, page, "events/cancel.html")


@behind_key(Group)
@require_POST
def cancel_member(request, group, pk):
    allocation.cancel(get_object_or_404(group.registrations, pk=pk), reason=Reason.CONTACT)
    return redirect(group.own_url)


@behind_key(Registration)
@require_POST
def accept(request, registration):
    return _act(request, registration, lambda: allocation.accept_offer(registration))


@behind_key(Registration)
@require_POST
def choose(request, registration):
    session = request.POST.get("pass", "")
    if not session.isdecimal():
        return redirect(registration.own_url)
    return _act(request, registration, lambda: allocation.choose_session(registration, int(session)))


def _act(request, registration, action):
    """Do it and show the page as it is then; a refusal is told on it."""
    try:
        action()
    except allocation.Refused as refusal:
        registration.refresh_from_db()
        return _render(request, OwnPage(registration), "events/own.html", refusal=str(refusal))
    return redirect(registration.own_url)


@behind_key(Registration)
def change(request, registration):
    form = DetailsForm(registration, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_details(registration, **form.cleaned_data)
        return redirect(registration.own_url)
    return _render(request, OwnPage(registration), "events/change.html", form=form)


@behind_key(Registration)
def hand_over(request, registration):
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            successor = allocation.hand_over(registration, **form.cleaned_data)
        except allocation.AlreadyRegistered:
            form.add_error("email", str(allocation.AlreadyRegistered.sentence))
        except allocation.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _render(request, OwnPage(registration), "events/handed_over.html", successor=successor)
    return _render(request, OwnPage(registration), "events/hand_over.html", form=form)


@behind_key(Registration)
@require_safe
def calendar(request, registration):
    """Days and sessions for one's own calendar; only who has a seat gets one."""
    page = OwnPage(registration)
    if not page.is_coming:
        return redirect(registration.own_url)
    content = calendars.own_calendar(registration, page.event, page.granted)
    headers = {"Content-Disposition": 'attachment; filename="tillit.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _render(request, page, template, **context):
    # What machines are told of the page is the event's address, never this one.
    shared = {"event_url": absolute(page.event.get_absolute_url()), "page_languages": page.languages}
    return render(
        request, template, {"page": page, "row": page.row, "event": page.event, **shared, **context}
    )
