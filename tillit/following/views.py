"""To follow a list by letter, without an account: asking, saying yes, changing and stopping."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import limits
from tillit.following.asking import ask_to_follow
from tillit.following.forms import FollowForm, RhythmForm
from tillit.following.models import LISTS, Subscription
from tillit.pagecache.middleware import same_for_everyone


@csrf_exempt  # readers have no cookies; somebody who forges this has an address sent one letter that asks
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request, what):
    if what not in LISTS:
        raise Http404
    pages = LISTS[what](request.GET).as_found()
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
    if pages.is_made_up:
        form.add_error(None, _("Det du har valt finns inte längre. Gå till listan och gör ett nytt urval."))
    elif pages.asks_for_nothing:
        form.add_error(None, _("Det du sökte på säger inte vad du vill följa. Gå till sökningen och skriv ett ord till."))  # fmt: skip
    elif len(pages.query_string) > Subscription._meta.get_field("query").max_length:
        form.add_error(None, _("Urvalet är för långt för att följas. Gör sökningen kortare."))
    elif not limits.may_ask_for_letters(limits.network_of(request)):
        form.add_error(None, _("Just nu kommer det ovanligt mycket från ert nät. Vänta tio minuter och skicka igen; det du skrivit står kvar."))  # fmt: skip
    return not form.errors


@same_for_everyone()
def asked(request):
    """The same answer whether or not the address is known."""
    return render(request, "following/asked.html")


@require_safe
def own(request, key):
    """The follower's own page. Opening it changes nothing: mail programs open links by themselves."""
    subscription = Subscription.objects.filter(key=key).first()
    if subscription is None:
        return render(request, "following/stopped.html", status=410)
    return _own_page(request, subscription)


@csrf_exempt  # the key in the address is what proves it, and it is in no cookie
@require_POST
@transaction.atomic
def say_yes(request, key):
    subscription = _held(key)
    subscription.confirm()
    return redirect("following:own", key)


@csrf_exempt
@require_POST
@transaction.atomic
def change_rhythm(request, key):
    subscription, form = _held(key), RhythmForm(request.POST)
    if form.is_valid():
        subscription.change_rhythm(form.cleaned_data["rhythm"])
        return redirect("following:own", key)
    return _own_page(request, subscription, form)


@csrf_exempt  # a mail program posts here without having seen the page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def stop(request, key):
    """GET asks, POST stops at once; who has stopped before is told the same."""
    if request.method == "POST":
        if subscription := Subscription.objects.locked(key=key):
            subscription.stop()
        return render(request, "following/stopped.html")
    return own(request, key)


def _held(key):
    """The subscription, held until the answer is made: the morning's letter may be on its way just now."""
    subscription = Subscription.objects.locked(key=key)
    if subscription is None:
        raise Http404
    return subscription


def _own_page(request, subscription, form=None) -> HttpResponse:
    context = {"subscription": subscription, "form": form or RhythmForm(instance=subscription)}
    context |= {"pages": subscription.pages, "what_name": subscription.get_what_display()}
    response = render(request, "following/own.html", context)
    response["Referrer-Policy"] = "strict-origin"  # the address is a key
    response["Cache-Control"] = "no-store"
    return response
