"""Merging a word, an organisation or a person with another: what moves is shown before it does."""

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tillit.editorial.merging import merge, pointing_at


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        queryset=None, label="Slå ihop med", error_messages={"required": "Välj vad den ska slås ihop med."}
    )

    def __init__(self, row, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = type(row)._default_manager.exclude(pk=row.pk)


# Words, organisations and persons; a role is what somebody was then, and is no other.
MERGEABLE = {"articles.topic", "articles.principle", "articles.term", "people.organisation", "people.person"}


def merge_view(request, app, model, pk):
    """Choose, see what moves, and do it with a button of its own."""
    if f"{app}.{model}" not in MERGEABLE:
        raise Http404
    model = apps.get_model(app, model)
    viewset = model.snippet_viewset
    if not viewset.permission_policy.user_has_permission(request.user, "delete"):
        raise PermissionDenied
    row = get_object_or_404(model, pk=pk)
    form = MergeForm(row, request.POST or None)
    is_chosen = request.method == "POST" and form.is_valid()
    if is_chosen and "ja" in request.POST:
        into = form.cleaned_data["into"]
        name = str(row)
        merge(row, into)
        messages.success(request, f"”{name}” är nu en del av ”{into}”. Den gamla adressen leder dit.")
        return redirect(viewset.get_url_name("edit"), into.pk)
    context = {
        "row": row,
        "form": form,
        "into": form.cleaned_data["into"] if is_chosen else None,
        "moved": pointing_at(row),
        "edit_url": reverse(viewset.get_url_name("edit"), args=[row.pk]),
    }
    return render(request, "editorial/admin/merge.html", context)
