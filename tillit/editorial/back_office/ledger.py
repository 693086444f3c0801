"""A person's page in the back office: everywhere she stands, and the way to take her name out of it all."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tillit.editorial.back_office.pages import screen
from tillit.editorial.ledger import anonymise, pictures_naming, places_of
from tillit.people.models import Person

may_erase = permission_required("people.delete_person", raise_exception=True)


@may_erase
def person_page(request, pk):
    person = get_object_or_404(Person, pk=pk)
    places = [(place, place.page and screen(place.page, "edit")) for place in places_of(person)]
    context = {
        "person": person,
        "roles": person.roles.all(),
        "places": places,
        "pictures": pictures_naming(person),
    }
    return render(request, "editorial/admin/person.html", context)


@may_erase
@require_POST
def anonymise_person(request, pk):
    person = get_object_or_404(Person, pk=pk)
    count = anonymise(person)
    messages.success(request, f"Namnet är borta ur {count} sidor, deras utkast och tidigare versioner.")
    return redirect("person_page", person.pk)
