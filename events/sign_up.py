"""Signing up: the form for one, the form for several, and finding one's link again.

Nobody is signed in here and no cookie is set, so there is nothing to forge: what stops a request from elsewhere
is that it can do no more than the one who sends it.
"""

from dataclasses import replace

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from events import allocation, arrivals, limits, refusals
from events.forms import LinksForm, SignUpForm
from events.group_forms import GroupForm, member_formset
from events.letters import queue_links
from events.lookup import event_at, event_with_all, seats_version
from events.models import Event, Group, Registration
from events.organisations import suggestions
from events.pages import EventPage
from events.views import moved
from tillit.editorial.languages import language_choices
from tillit.editorial.models import PageGone
from tillit.pagecache.middleware import ONCE, same_for_everyone


@csrf_exempt
def sign_up(request, slug):
    if request.method == "POST":
        return _receive(request, _event_or_404(slug))
    return _show(request, slug, SignUpForm, "events/sign_up.html")


@csrf_exempt
def group_sign_up(request, slug):
    if request.method == "POST":
        return _receive_group(request, _event_or_404(slug))
    return _show(request, slug, GroupForm, "events/group.html")


@same_for_everyone(also=seats_version)
def _show(request, slug, form_class, template):
    """The empty form is the same for everyone but for its number, and is kept like any page."""
    event = event_at(get_language(), slug)
    if event is None:
        return moved(request, get_language(), slug)
    form = form_class(EventPage(event))
    form.initial["form_key"] = ONCE
    return _page(request, template, form)


def _page(request, template, form, **more):
    languages = language_choices(
        form.event, get_language(), lambda code: _same_form(request, form.event, code)
    )
    context = {"form": form, "event": form.event, "page": form.page, "page_languages": languages}
    return render(request, template, context | {"organisations": suggestions(), **more})


def _same_form(request, event, language):
    view = request.resolver_match.url_name
    return event.url_in(language) + ("anmalan/grupp/" if view == "group_sign_up" else "anmalan/")


def _event_or_404(slug):
    """The event at the address, or the one that stood there when the form was opened."""
    event = event_at(get_language(), slug) or _formerly_at(slug) or event_at("sv", slug)
    if event is None:
        raise Http404
    return event


def _formerly_at(slug):
    try:
        former = Event.objects.formerly_at(get_language(), slug)
    except PageGone:
        raise Http404 from None
    return former and event_with_all(former.pk)


# One person --------------------------------------------------------------------------------------


def _receive(request, event):
    form = SignUpForm(EventPage(event), request.POST)
    if form.is_valid() and (answer := _sign_up(request, form)):
        return answer
    return _page(request, "events/sign_up.html", form)


def _sign_up(request, form):
    """Where to go next; None with an error on the form when it was refused."""
    event, person = form.event, form.person
    if form.is_from_a_program:
        return redirect(event)
    key, network = form.fingerprint(event.pk, person.email), limits.network_of(request)
    if reason := limits.refusal([person.email], network):
        return form.add_error(None, reason)
    try:
        registration = arrivals.let_in(event, replace(person, form_key=key, network=network))
    except refusals.AlreadyRegistered:
        return _answer_known(event, person.email, key, network)
    except refusals.Refused as refusal:
        return form.add_error(None, str(refusal))
    return redirect(registration.receipt_url)


def _answer_known(event, email, key, network):
    """The same form once more leads to the same receipt; another one to a letter, for it may be somebody else."""
    known = Registration.objects.active().filter(event=event, form_key=key).first() if key else None
    if known and known.has_receipt:
        return redirect(known.receipt_url)
    if limits.may_ask_for_links(network):
        queue_links(email, get_language(), signed_up_again=True)
    return redirect(f"{event.sign_up_url}redan/")


@same_for_everyone()
def already(request, slug):
    event = _event_or_404(slug)
    languages = language_choices(event, get_language(), lambda code: f"{event.url_in(code)}anmalan/redan/")
    return render(request, "events/already.html", {"event": event, "page_languages": languages})


# Several -----------------------------------------------------------------------------------------


def _receive_group(request, event):
    """First the list is shown to be looked through; what is sent from there signs up."""
    page = EventPage(event)
    is_looked_through = "kollega-TOTAL_FORMS" in request.POST
    form = GroupForm(page, request.POST, is_looked_through=is_looked_through)
    is_right = form.is_valid()
    if is_looked_through:
        members = member_formset(page, data=request.POST)
        if members.is_valid() and is_right and (answer := _sign_up_group(request, form, members)):
            return answer
        return _page(request, "events/group_review.html", form, members=members)
    if not is_right:
        return _page(request, "events/group.html", form)
    return _page(request, "events/group_review.html", form, members=member_formset(page, form.colleagues))


def _sign_up_group(request, form, members):
    event, chosen = form.event, members.chosen
    if form.is_from_a_program:
        return redirect(event)
    if not chosen:
        return form.add_error(None, form.nobody_left)
    group, network = form.group(chosen), limits.network_of(request)
    if known := group.form_key and Group.objects.filter(form_key=group.form_key).first():
        return redirect(known.receipt_url)
    if reason := limits.refusal([member["email"] for member in chosen], network):
        return form.add_error(None, reason)
    organisation = form.cleaned_data["organisation"]
    persons = [member.person(organisation, network) for member in members.chosen_forms]
    try:
        allocation.sign_up_group(event, group, persons)
    except refusals.AlreadyRegistered as refusal:
        # The same list sent twice at once: the other one was first.
        if known := group.form_key and Group.objects.filter(form_key=group.form_key).first():
            return redirect(known.receipt_url)
        return members.tell_taken(
            refusal.emails if limits.may_name_known(network, len(refusal.emails)) else []
        )
    except refusals.Refused as refusal:
        return form.add_error(None, str(refusal))
    return redirect(group.receipt_url)


# "Skicka mina länkar igen" ------------------------------------------------------------------------


@csrf_exempt
def links(request):
    form = LinksForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if limits.may_ask_for_links(limits.network_of(request)):
            queue_links(form.cleaned_data["email"], get_language())
        return redirect(reverse("registration:links_sent"))
    return render(request, "events/links.html", {"form": form})


@same_for_everyone()
def links_sent(request):
    """The same answer whether or not the address is known."""
    return render(request, "events/links_sent.html")
