"""Forms about persons."""

from django import forms

from tillit.people.models import Person, Role
from tillit.text import typed_line


class SpokenForm(forms.ModelForm):
    """Somebody in her role, written down while one writes the text that quotes her."""

    prefix = "person"  # the window opens over a form that has fields of the same names

    name = forms.CharField(label="Namn", max_length=120)

    class Meta:
        model = Role
        fields = ["name", "title", "organisation", "is_elected", "party"]
        widgets = {"organisation": forms.Select}

    def clean_name(self):
        name = typed_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Skriv ett namn.")
        return name

    def save(self, commit=True):
        """Her name in the register already, in the same organisation, is her; a namesake elsewhere is another."""
        name, organisation = self.cleaned_data["name"], self.cleaned_data["organisation"]
        known = Person.objects.filter(name=name, roles__organisation=organisation) if organisation else []
        self.instance.person = next(iter(known), None) or Person.objects.create(name=name)
        return super().save(commit)
