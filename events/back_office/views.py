"""Views of the back office for registrations. Seeing is one permission, changing another; a POST changes."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from events import allocation, refusals
from events.back_office.forms import AddForm
from events.back_office.registrations import (
    CHANGE,
    SEE,
    RegistrationList,
    failed_letters,
    needs,
    table,
    with_letters,
)
from events.models import ACTIVE, Event, Registration, State
from events.organisations import suggestions
from events.pages import EventPage
from tillit.editorial.permissions import may_work_with, workable_by
from tillit.exports import as_csv, as_xlsx
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message
from tillit.text import whole_number

log = logging.getLogger(__name__)

PER_PAGE = 100
may_see = permission_required(SEE, raise_exception=True)
may_change = permission_required(CHANGE, raise_exception=True)


@may_see
def index(request):
    is_active = Q(registrations__state__in=ACTIVE)
    events = workable_by(Event.objects.all(), request.user).filter(Q(live=True) | is_active)
    events = events.annotate(people=Count("registrations", filter=is_active)).order_by("-starts_at", "-pk")
    context = {"events": events.distinct(), "failed": failed_letters(request.user).defer("content")}
    return render(request, "events/admin/index.html", context)


def _own_event(request, pk):
    """The event, if it is hers: those who have signed up with one organisation are no other's business."""
    event = get_object_or_404(Event, pk=pk)
    if not may_work_with(request.user, event):
        raise PermissionDenied
    return event


def _own_registration(request, pk):
    registration = get_object_or_404(
        Registration.objects.kept().select_related("event", "organisation"), pk=pk
    )
    if not may_work_with(request.user, registration.event):
        raise PermissionDenied
    return registration


@may_see
def registration_list(request, pk):
    event = _own_event(request, pk)
    shown = RegistrationList(event, request.GET)
    page = Paginator(shown.registrations, PER_PAGE).get_page(request.GET.get("sida"))
    context = {"event": event, "shown": shown, "page": page, "rows": with_letters(page.object_list)}
    context |= {"seats": EventPage(event).seats, "needs": needs(event)}
    return render(request, "events/admin/list.html", context)


@may_see
def registration_detail(request, pk):
    registration = _own_registration(request, pk)
    letters = [(m, _subject(m)) for m in Message.objects.filter(about=f"registration:{registration.uid}")]
    context = {"registration": registration, "event": registration.event, "letters": letters}
    context |= {
        "slots": EventPage(registration.event).slots,
        "entries": registration.entries.select_related("by"),
    }
    context["choices"] = registration.choices.select_related("session")
    context["chosen"] = [choice.session_id for choice in context["choices"] if choice.is_granted]
    return render(request, "events/admin/detail.html", context)


def _subject(message):
    try:
        return letter_of(message).subject
    except Exception:
        # Nobody is hidden from the organiser by a letter that cannot be written.
        log.exception("Brevet %s kunde inte skrivas.", message.pk)
        return "Brevet går inte att visa"


@may_change
def add(request, pk):
    """Somebody who has called: in by the same allocator and the same rules, also when sign-up has closed."""
    event = _own_event(request, pk)
    form = AddForm(EventPage(event), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            registration = allocation.sign_up(event, form.person, by=request.user)
        except refusals.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{registration.name}: {registration.get_state_display().lower()}.")
            return redirect("registrations:list", event.pk)
    return render(
        request, "events/admin/add.html", {"event": event, "form": form, "organisations": suggestions()}
    )


@may_change
def cancel(request, pk):
    registration = _own_registration(request, pk)
    if request.method != "POST":
        return render(request, "events/admin/cancel.html", {"registration": registration})
    try:
        was = registration.state
        cancelled = allocation.cancel(registration, reason=Registration.Reason.ORGANISER, by=request.user)
    except refusals.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell_of_cancelling(request, cancelled, was)
    return redirect("registrations:list", registration.event_id)


def _tell_of_cancelling(request, registration, was):
    if was not in ACTIVE or registration.state != State.CANCELLED:
        messages.warning(request, f"{registration.name} var inte anmäld längre. Inget har ändrats.")
    elif registration.event.is_cancelled:
        messages.success(
            request, f"{registration.name} är avanmäld. Evenemanget är inställt, så det blir inget brev."
        )
    else:
        messages.success(request, f"{registration.name} är avanmäld och får ett brev.")


@may_change
@require_POST
def move(request, pk):
    registration = _own_registration(request, pk)
    session = whole_number(request.POST.get("pass", ""))
    try:
        if session:
            allocation.choose_session(registration, session, by=request.user)
            messages.success(request, f"Sparat. {registration.name} får ett brev om det som har ändrats.")
    except refusals.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("registrations:detail", registration.pk)


@may_change
@require_POST
def send_again(request, pk):
    """A letter that did not arrive, once more, as the same letter."""
    message = get_object_or_404(failed_letters(request.user), pk=pk)
    message.state, message.attempts, message.due = Message.State.QUEUED, 0, timezone.now()
    message.finished_at = None
    message.save(update_fields=["state", "attempts", "due", "finished_at"])
    messages.success(request, "Brevet skickas igen.")
    return redirect("registrations:index")


@may_see
def export_csv(request, pk):
    event = _own_event(request, pk)
    return _file(event, as_csv(table(event)), "csv", "text/csv; charset=utf-8")


@may_see
def export_xlsx(request, pk):
    event = _own_event(request, pk)
    counts = [["Vad", "Svar", "Antal"], *needs(event)]
    content = as_xlsx({"Anmälda": table(event), "Kost och tillgänglighet": counts})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(event, content, "xlsx", kind)


def _file(event, content, ending, kind):
    headers = {
        "Content-Disposition": f'attachment; filename="anmalda-{event.slug_sv or event.pk}.{ending}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
