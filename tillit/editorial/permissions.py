"""Who may work with which page: everybody with her own organisation's, some with all of them."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.permission_policies import ModelPermissionPolicy


def works_for_all(user):
    return user.is_active and (user.is_superuser or user.is_for_all)


def may_work_with(user, page):
    """Whether the page is hers: her organisation's, or one that she answers for herself."""
    if works_for_all(user):
        return True
    is_own = page.organisation_id is not None and page.organisation_id == user.organisation_id
    return user.is_active and (is_own or page.owner_id == user.pk)


def workable_by(pages, user):
    """The same for a queryset of pages."""
    if works_for_all(user):
        return pages
    own = Q(owner=user)
    if user.organisation_id:
        own |= Q(organisation=user.organisation_id)
    return pages.filter(own)


class OwnPagesPolicy(ModelPermissionPolicy):
    """The library's permissions, which are by kind of page, and above them whose the page is."""

    def user_has_permission_for_instance(self, user, action, instance):
        return super().user_has_permission_for_instance(user, action, instance) and may_work_with(
            user, instance
        )

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return super().user_has_any_permission_for_instance(user, actions, instance) and may_work_with(
            user, instance
        )

    def instances_user_has_any_permission_for(self, user, actions):
        return workable_by(super().instances_user_has_any_permission_for(user, actions), user)


def only_for_own(view, model):
    """A view of one page, closed to those whose page it is not. The library asks only for the kind."""

    def guarded(request, *args, pk=None, **kwargs):
        if pk is None:
            return view(request, *args, **kwargs)
        # Just digits: what another part would read as the same number must not pass by as none.
        text = unquote(str(pk))
        page = get_object_or_404(model.objects.only("organisation", "owner"), pk=_number(text))
        if not may_work_with(request.user, page):
            raise PermissionDenied
        return view(request, *args, pk=pk, **kwargs)

    return guarded


def _number(text):
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return int(text)
