"""What the screens about one page share: the page, if one may do with it what the screen does."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse


def page_for(request, model, pk, action):
    """The page in its public state; `only_for_own` has already asked whose it is."""
    page = get_object_or_404(model, pk=pk)
    if not model.snippet_viewset.permission_policy.user_has_permission_for_instance(
        request.user, action, page
    ):
        raise PermissionDenied
    return page


def screen(page, name, *args):
    """The address of a screen about the page, by its name in the viewset."""
    return reverse(page.snippet_viewset.get_url_name(name), args=[page.pk, *args])
