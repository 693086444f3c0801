"""Beside the form while one writes: what is missing, how whole the story is, and what the editor would say."""

from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.views.decorators.http import require_POST
from wagtail.admin.ui.side_panels import BaseSidePanel

from articles.advice import advice_for, lix
from articles.models import Article, Term
from articles.publishing import Completeness, obstacles, value_in
from tillit.editorial.obstacles import label_of
from tillit.editorial.permissions import may_work_with


class ReadinessPanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Visa råd och vad som saknas"
        icon_name = "pick"

        def get_context_data(self, parent_context):
            # The number is set when the panel has been filled.
            return {**super().get_context_data(parent_context), "count": 0}

    name = "readiness"
    title = "Råd och vad som saknas"
    template_name = "articles/admin/readiness.html"
    order = 90

    def get_context_data(self, parent_context):
        pk = self.object.pk
        address = reverse("readiness", args=[pk]) if pk else reverse("readiness_of_new")
        return {**super().get_context_data(parent_context), "address": address, **readiness(self.object)}


def readiness(article) -> dict:
    """What the panel tells of an article as it is written now."""
    advice = advice_for(article, filter(None, Term.objects.values_list("abbreviation_sv", flat=True)))
    case = Completeness.of_case(value_in(article)) if article.kind == Article.Kind.CASE else None
    return {
        "obstacles": obstacles(article, advice),
        "advice": sorted(advice, key=lambda one: not one.blocks),
        "case": case,
        "left": [label_of(Article, field) for field in case.left] if case else [],
        "lix": lix(" ".join(filter(None, [article.lead_sv, *_texts(article)]))),
        "waived": article.waived_because,
        "waits_for_publishing": article.go_live_at and article.go_live_at > timezone.now() and article,
    }


def _texts(article):
    body = article.body_sv
    return body.stream_block.get_searchable_content(body) if body else []


@require_POST
def show_readiness(request, pk=None):
    """The panel for what stands in the form now. Nothing is saved."""
    article = get_object_or_404(Article, pk=pk).get_latest_revision_as_object() if pk else Article()
    if (pk and not may_work_with(request.user, article)) or not request.user.has_perm(
        "articles.view_article"
    ):
        raise Http404
    form_class = Article.snippet_viewset.get_form_class(for_update=bool(pk))
    try:
        form = form_class(request.POST, instance=article, for_user=request.user)
        form.defer_required_fields()
        if form.is_valid():
            form.save(commit=False)
    except MultiValueDictKeyError:
        return HttpResponseBadRequest("Formuläret är inte helt.")
    return render(request, "articles/admin/_readiness.html", readiness(form.instance))
