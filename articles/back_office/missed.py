"""What readers looked for and did not find: a list to write from."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tillit.search.models import Missed

PER_PAGE = 50
WRITE = "articles.add_article"


def missed_searches(request):
    if not request.user.has_perm(WRITE):
        raise PermissionDenied
    page = Paginator(Missed.objects.all(), PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "articles/admin/missed.html", {"page": page})


@require_POST
def settle_missed(request, pk):
    """Somebody has written about it, or it was nothing to write about."""
    if not request.user.has_perm(WRITE):
        raise PermissionDenied
    missed = get_object_or_404(Missed, pk=pk)
    missed.delete()
    messages.success(request, f"”{missed}” är borta ur listan. Saknar någon det igen kommer det tillbaka.")
    return redirect("missed_searches")
