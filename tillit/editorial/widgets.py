"""How editors choose several rows out of a register that may have thousands."""

import json

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.telepath import JSContext
from wagtail.snippets.widgets import AdminSnippetChooser


class ManyChooser(forms.CheckboxSelectMultiple):
    """The rows that are chosen, each to be unticked, and a button that opens the register's chooser for more."""

    template_name = "editorial/admin/many_chooser.html"

    def __init__(self, model, add, attrs=None):
        """`add` is what the button says: "Lägg till en medarrangör"."""
        super().__init__(attrs)
        self.model, self.add = model, add
        self.known = {}  # rows that have been read already, by key, where many lists are shown at once

    def get_context(self, name, value, attrs):
        context = super().get_context(name, [], attrs)
        field = self.choices.field
        # Of the field's own rows: what is not to be chosen is not to be told either.
        keys = [int(pk) for pk in value or [] if str(pk).isdecimal()]
        all_known = self.known.keys() >= set(keys)
        rows = [self.known[pk] for pk in keys] if all_known else self.choices.queryset.filter(pk__in=keys)
        chosen = [(field.prepare_value(row), field.label_from_instance(row)) for row in rows]
        return {**context, "chosen": chosen, "name": name, "add": self.add, "chooser": self._chooser[0]}

    def optgroups(self, name, value, attrs=None):
        """Never the whole register."""
        return []

    @property
    def media(self):
        return self._chooser[1] + forms.Media(js=["editorial/many-chooser.js"])

    @cached_property
    def _chooser(self):
        """(the chooser's definition for the script, the scripts it needs)"""
        context = JSContext()
        definition = context.pack(AdminSnippetChooser(self.model))
        return json.dumps(definition), context.media
