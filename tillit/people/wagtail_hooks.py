"""Organisations, persons and roles in the back office."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from tillit.people.forms import SpokenForm
from tillit.people.models import Organisation, Person, Role


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "home"
    list_display = ["name", "kind", "county", "population"]
    list_filter = ["kind", "county_code"]
    search_fields = ["name", "former_names__name"]
    search_backend_name = None
    panels = [
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("short_name")]),
        FieldPanel("slug", read_only=True),
        FieldRowPanel([FieldPanel("website_domain"), FieldPanel("editors_email")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("county_code"), FieldPanel("county")]),
        FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
        FieldPanel("skr_group"),
    ]


class PersonChooserViewSet(SnippetChooserViewSet):
    form_fields = ["name", "is_private"]
    creation_tab_label = "Ny person"
    create_action_label = "Lägg till och välj"


class PersonViewSet(SnippetViewSet):
    model = Person
    chooser_viewset_class = PersonChooserViewSet
    icon = "user"
    list_display = ["name", "is_private"]
    panels = [FieldPanel("name"), FieldPanel("is_private")]


class RoleChooserViewSet(SnippetChooserViewSet):
    """Who is quoted is written down on the spot: who she is, what she is and where, in one go."""

    creation_form_class = SpokenForm
    creation_tab_label = "Ny person"
    create_action_label = "Lägg till och välj"


class RoleViewSet(SnippetViewSet):
    model = Role
    chooser_viewset_class = RoleChooserViewSet
    icon = "group"
    list_display = ["person", "title", "organisation", "party"]
    list_filter = ["is_elected"]
    panels = [
        FieldPanel("person"),
        FieldPanel("title"),
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("is_elected"), FieldPanel("party")]),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")]),
    ]


class PeopleGroup(SnippetViewSetGroup):
    items = [OrganisationViewSet, PersonViewSet, RoleViewSet]
    menu_label = "Organisationer och personer"
    menu_icon = "group"
    menu_order = 110


register_snippet(PeopleGroup)
