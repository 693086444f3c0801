"""Events in the back office: written like articles, with the people who have signed up a click away."""

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.urls import include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from articles.models import Article
from events.back_office import registrations, views
from events.back_office.forms import EventForm
from events.models import Event, Series
from tillit.editorial.panels import in_all_languages, language_tabs
from tillit.editorial.rich_links import EditorialLinkHandler, register_rich_link
from tillit.editorial.viewsets import EditorialEditView, EditorialViewSet
from tillit.editorial.widgets import ManyChooser
from tillit.people.models import Organisation, Role

SHARED = [
    FieldRowPanel([FieldPanel("kind"), FieldPanel("series")]),
    FieldRowPanel([FieldPanel("organisation"), FieldPanel("owner")]),
    FieldPanel("co_organisers", widget=ManyChooser(Organisation, "Lägg till en medarrangör")),
    FieldRowPanel([FieldPanel("picture"), FieldPanel("picture_is_decorative")], heading="Bild överst"),
    InlinePanel(
        "days",
        heading="Dagar",
        label="dag",
        panels=[FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])],
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("place"), FieldPanel("address")]),
            FieldPanel("access"),
            FieldPanel("online_url"),
            *in_all_languages("access_note"),
        ],
        heading="Plats",
    ),
    MultiFieldPanel(in_all_languages("audience", "fee"), heading="För vem och till vilken avgift"),
    MultiFieldPanel(
        [
            FieldPanel("takes_registrations"),
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("limit_per_organisation")]),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            FieldPanel("queue_rule"),
            FieldRowPanel([FieldPanel("offer_days"), FieldPanel("offer_hours"), FieldPanel("reminder_days")]),
            FieldPanel("asks"),
            FieldPanel("kept_days"),
            FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_email")]),
        ],
        heading="Anmälan",
    ),
    InlinePanel(
        "reserved_seats",
        heading="Reserverade platser",
        label="reservation",
        panels=[FieldRowPanel([FieldPanel("organisation"), FieldPanel("seats"), FieldPanel("until")])],
    ),
    InlinePanel(
        "sessions",
        heading="Program",
        label="pass",
        panels=[
            *in_all_languages("title"),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            FieldRowPanel([FieldPanel("room"), FieldPanel("slot"), FieldPanel("capacity")]),
            FieldPanel("speakers", widget=ManyChooser(Role, "Lägg till en medverkande")),
            *in_all_languages("description"),
            FieldPanel("is_cancelled"),
        ],
    ),
    InlinePanel(
        "questions",
        heading="Egna frågor",
        label="fråga",
        panels=[
            *in_all_languages("label", "help_text"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("is_required"), FieldPanel("position")]),
            *in_all_languages("options"),
        ],
    ),
    MultiFieldPanel(
        [FieldPanel("cancelled_on"), *in_all_languages("notice")],
        heading="Inställt, flyttat eller annat att veta",
    ),
    InlinePanel(
        "materials",
        heading="Material efteråt",
        label="material",
        panels=[
            *in_all_languages("title"),
            FieldPanel("url"),
            FieldPanel("attachment"),
            FieldPanel("position"),
        ],
    ),
    FieldPanel("reports", widget=ManyChooser(Article, "Lägg till en artikel")),
    MultiFieldPanel([FieldRowPanel([FieldPanel("published_on"), FieldPanel("updated_on")])], heading="Datum"),
]


class EventEditView(EditorialEditView):
    """Says what the organiser should know although it is allowed."""

    def form_valid(self, form):
        response = super().form_valid(form)
        for warning in form.warnings:
            messages.warning(self.request, warning)
        return response


class EventViewSet(EditorialViewSet):
    model = Event
    icon = "date"
    menu_label = "Evenemang"
    menu_order = 105
    add_to_admin_menu = True
    edit_view_class = EventEditView
    list_display = [
        "__str__",
        "kind",
        Column("starts_at", label="Börjar", sort_key="starts_at"),
        "organisation",
        Column("standing", label="Läge"),
        UpdatedAtColumn(),
    ]
    list_filter = ["kind", "series", "organisation", "live"]
    ordering = ["-starts_at", "-pk"]
    edit_handler = language_tabs(shared=SHARED)
    edit_handler.base_form_class = EventForm


class SeriesViewSet(SnippetViewSet):
    model = Series
    icon = "list-ul"
    menu_label = "Serier"
    menu_order = 106
    add_to_admin_menu = True
    list_display = ["name_sv", "rhythm_sv"]
    panels = [*in_all_languages("name", "rhythm", "description"), FieldPanel("slug", read_only=True)]


register_snippet(EventViewSet)
register_snippet(SeriesViewSet)

registration_urls = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.registration_list, name="list"),
    path("<int:pk>/lagg-till/", views.add, name="add"),
    path("<int:pk>/anmalda.csv", views.export_csv, name="csv"),
    path("<int:pk>/anmalda.xlsx", views.export_xlsx, name="xlsx"),
    path("anmalan/<int:pk>/", views.registration_detail, name="detail"),
    path("anmalan/<int:pk>/avanmal/", views.cancel, name="cancel"),
    path("anmalan/<int:pk>/flytta/", views.move, name="move"),
    path("anmalan/<int:pk>/brev/", views.send_again, name="send_again"),
]


@hooks.register("register_admin_urls")
def registration_addresses():
    return [path("anmalningar/", include((registration_urls, "registrations")))]


class RegistrationsMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(registrations.SEE)


@hooks.register("register_admin_menu_item")
def registrations_in_the_menu():
    return RegistrationsMenuItem(
        "Anmälningar", reverse_lazy("registrations:index"), name="registrations", icon_name="group", order=107
    )


@hooks.register("register_permissions")
def permissions_of_registrations():
    codenames = ["view_registration", "change_registration"]
    return Permission.objects.filter(content_type__app_label="events", codename__in=codenames)


class EventLinkHandler(EditorialLinkHandler):
    identifier = "event"
    model = Event


@hooks.register("register_rich_text_features")
def link_to_events(features):
    chooser = reverse_lazy("wagtailsnippetchoosers_events_event:choose")
    register_rich_link(features, EventLinkHandler, chooser, title="Länk till ett evenemang")


@hooks.register("register_admin_search_area")
def search_events():
    url = reverse_lazy("wagtailsnippets_events_event:list")
    return SearchArea("Evenemang", url, name="events", icon_name="date", order=11)
