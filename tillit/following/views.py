"""To follow a list by letter, without an account: asking, saying yes, changing and stopping."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from events import limits
from tillit.following.asking import ask_to_follow
from tillit.following.forms import FollowForm, RhythmForm
from tillit.following.models import LISTS, Subscription
from tillit.pagecache.middleware import same_for_everyone


@csrf_exempt  # readers have no cookies; somebody who forges this has an address sent one letter that asks
def follow(request, what):
    if what not in LISTS:
        raise Http404
    pages = LISTS[what](request.GET)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _may_ask(request, form, pages):
        if not form.is_from_a_program:
            asked = form.cleaned_data
            language = translation.get_language()
            ask_to_follow(asked["email"], what, pages.query_string, language, asked["rhythm"])
        return redirect("following:asked")
    context = {"form": form, "pages": pages, "what": what, "what_name": Subscription.What(what).label}
    return render(request, "following/follow.html", context)


def _may_ask(request, form, pages):
    if len(pages.query_string) > Subscription._meta.get_field("query").max_length:
        form.add_error(None, _("Urvalet är för långt för att följas. Gör sökningen kortare."))
    elif not limits.may_ask_for_letters(limits.network_of(request)):
        form.add_error(None, _("Just nu kommer det ovanligt mycket från ert nät. Vänta tio minuter och skicka igen; det du skrivit står kvar."))  # fmt: skip
    return not form.errors


@same_for_everyone()
def asked(request):
    """The same answer whether or not the address is known."""
    return render(request, "following/asked.html")


def own(request, key):
    """The follower's own page. Opening it changes nothing: mail programs open links by themselves."""
    return _own_page(request, _subscription(key))


@csrf_exempt  # the key in the address is what proves it, and it is in no cookie
@require_POST
def say_yes(request, key):
    subscription = _subscription(key)
    if subscription.confirmed_at is None:
        subscription.confirm()
    return redirect(subscription.link())


@csrf_exempt
@require_POST
def change_rhythm(request, key):
    subscription = _subscription(key)
    form = RhythmForm(request.POST)
    if form.is_valid():
        subscription.change_rhythm(form.cleaned_data["rhythm"])
        return redirect(subscription.link())
    return _own_page(request, subscription, form)


@csrf_exempt  # a mail program posts here without having seen the page (RFC 8058)
def stop(request, key):
    """GET asks, POST stops at once; who has stopped before is told the same."""
    subscription = Subscription.objects.filter(key=key).first()
    if request.method == "POST":
        if subscription:
            subscription.stop()
        return render(request, "following/stopped.html")
    if subscription is None:
        return render(request, "following/stopped.html", status=410)
    return _own_page(request, subscription)


def _subscription(key):
    return get_object_or_404(Subscription, key=key)


def _own_page(request, subscription, form=None) -> HttpResponse:
    context = {"subscription": subscription, "form": form or RhythmForm(instance=subscription)}
    context |= {"pages": subscription.pages, "what_name": subscription.get_what_display()}
    response = render(request, "following/own.html", context)
    response["Referrer-Policy"] = "strict-origin"  # the address is a key
    response["Cache-Control"] = "no-store"
    return response
