"""A participant's own page, and that of who signed up a group. Opening it shows; a button acts."""

from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from events import allocation, calendars, limits, receipts, refusals
from events.details import change_details
from events.forms import DetailsForm, HandOverForm
from events.models import Group, Registration, State
from events.own import GroupPage, OwnPage
from tillit.links import absolute
from tillit.text import whole_number

Reason = Registration.Reason
SAVED = "sparat"  # in the address of the page that follows a change


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
        row = kind.opened_by(token)
        if row and getattr(row, "state", None) != State.HANDED_OVER:
            return row
    return None


@behind_key(Registration, Group)
@require_safe
def own(request, row):
    if isinstance(row, Group):
        return _render(request, GroupPage(row), "events/own_group.html")
    receipt = None if SAVED in request.GET else receipts.filled_in(request, row)
    return receipt or _render(request, OwnPage(row), "events/own.html")


@behind_key(Registration, Group)
def cancel(request, row):
    """Give up one's seat. For who signed up a group: the seats of all in it."""
    if request.method != "POST":
        page = GroupPage(row) if isinstance(row, Group) else OwnPage(row)
        return _render(request, page, "events/cancel.html")
    if isinstance(row, Group):
        return _act(request, row, lambda: allocation.cancel_group(row))
    reason = Reason.NOT_ME if "inte_jag" in request.POST else Reason.OWN
    return _act(request, row, lambda: allocation.cancel(row, reason=reason))


@behind_key(Group)
def cancel_member(request, group, pk):
    member = get_object_or_404(group.members, pk=pk)
    if request.method != "POST":
        return _render(request, GroupPage(group), "events/cancel.html", member=member)
    if not member.is_active:
        return redirect(group.here_url)
    return _act(request, group, lambda: allocation.cancel(member, reason=Reason.CONTACT))


@behind_key(Registration)
@require_POST
def accept(request, registration):
    return _act(request, registration, lambda: allocation.accept_offer(registration))


@behind_key(Registration)
@require_POST
def choose(request, registration):
    session = whole_number(request.POST.get("pass", ""))
    if session is None:
        return redirect(registration.here_url)
    return _act(request, registration, lambda: _choose(registration, session))


def _choose(registration, session):
    if reason := limits.refusal_to_change(registration):
        raise refusals.Refused(reason)
    allocation.choose_session(registration, session)


def _act(request, row, action):
    """Do it and show the page as it is then; a refusal is told on it."""
    try:
        action()
    except refusals.Refused as refusal:
        row.refresh_from_db()
        is_group = isinstance(row, Group)
        page, template = (GroupPage(row), "own_group") if is_group else (OwnPage(row), "own")
        return _render(request, page, f"events/{template}.html", refusal=str(refusal))
    return redirect(f"{row.here_url}?{SAVED}")


@behind_key(Registration)
def change(request, registration):
    form = DetailsForm(registration, request.POST if request.method == "POST" else None)
    if not OwnPage(registration).can_change:
        return redirect(registration.here_url)
    if request.method == "POST" and form.is_valid():
        return _act(request, registration, lambda: change_details(registration, **form.cleaned_data))
    return _render(request, OwnPage(registration), "events/change.html", form=form)


@behind_key(Registration)
def hand_over(request, registration):
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and not OwnPage(registration).can_hand_over:
        return redirect(registration.here_url)
    if request.method == "POST" and form.is_valid():
        try:
            successor = allocation.hand_over(registration, **form.cleaned_data)
        except refusals.AlreadyRegistered:
            form.add_error("email", str(refusals.AlreadyRegistered.sentence))
        except refusals.Refused as refusal:
            registration.refresh_from_db()
            return _render(request, OwnPage(registration), "events/own.html", refusal=str(refusal))
        else:
            return _render(request, OwnPage(registration), "events/handed_over.html", successor=successor)
    return _render(request, OwnPage(registration), "events/hand_over.html", form=form)


@behind_key(Registration)
@require_safe
def calendar(request, registration):
    """Days and sessions for one's own calendar; an empty one for who is not coming any more."""
    page = OwnPage(registration)
    content = calendars.own_calendar(registration, page.event, page.granted, is_coming=page.is_coming)
    headers = {"Content-Disposition": 'attachment; filename="tillit.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _render(request, page, template, **context):
    # What machines are told of the page is the event's address, never this one.
    shared = {"event_url": absolute(page.event.get_absolute_url()), "page_languages": page.languages}
    shared["is_saved"] = SAVED in request.GET
    return render(
        request, template, {"page": page, "row": page.row, "event": page.event, **shared, **context}
    )
