"""Articles and their vocabularies in the back office."""

from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from articles.back_office import intake
from articles.back_office.answers import reader_answers
from articles.back_office.missed import missed_searches, settle_missed
from articles.back_office.readiness import ReadinessPanel, show_readiness
from articles.forms import ArticleForm, TermForm
from articles.models import Article, Principle, Term, Topic
from articles.models.case import CASE_TEXTS
from tillit.editorial.panels import TranslationPanel, in_all_languages, language_tabs
from tillit.editorial.rich_links import EditorialLinkHandler, register_rich_link
from tillit.editorial.translations import EASY
from tillit.editorial.viewsets import EditorialCreateView, EditorialEditView, EditorialViewSet
from tillit.editorial.widgets import ManyChooser
from tillit.people.models import Role


class OriginPanel(HelpPanel):
    """Where an imported text came from; nothing for what was written here."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self):
            return hasattr(self.instance, "imported_from")


# What belongs to one kind only is out of sight for the others: static/editorial/kinds.js.
FOR_CASES = {"data-only-for": Article.Kind.CASE}
FOR_MEDIA = {"data-only-for": Article.Kind.MEDIA}

FIRST = [
    OriginPanel(template="articles/admin/doubts.html", heading="Från hämtningen"),
    FieldPanel("settled_doubts"),
    FieldRowPanel([FieldPanel("kind"), FieldPanel("organisation")]),
]
SHARED = [
    TranslationPanel(EASY),
    FieldPanel("easy_summary", widget=AdminAutoHeightTextInput(attrs={"rows": 2})),
    FieldRowPanel([FieldPanel("picture"), FieldPanel("picture_is_decorative")], heading="Bild överst"),
    FieldPanel("topics", widget=CheckboxSelectMultiple),
    FieldPanel("authors", widget=ManyChooser(Role, "Lägg till en person")),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("happened_on"), FieldPanel("happened_until"), FieldPanel("happened_year")]
            ),
            FieldRowPanel([FieldPanel("published_on"), FieldPanel("updated_on"), FieldPanel("reviewed_on")]),
        ],
        heading="Datum",
    ),
    MultiFieldPanel(
        [FieldPanel("change_is_major"), *in_all_languages("change_note")],
        heading="När en publicerad sida ändras",
    ),
    FieldPanel("waived_because", widget=AdminAutoHeightTextInput(attrs={"rows": 2})),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("owner"), FieldPanel("review_due_on")]),
            FieldRowPanel(
                [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_until")]
            ),
            FieldPanel("study_visits"),
        ],
        heading="Ansvar och kontakt",
    ),
    InlinePanel(
        "principle_links",
        heading="Vägledande principer",
        panels=[FieldPanel("principle"), *in_all_languages("reason")],
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("stage"), FieldPanel("state"), FieldPanel("evidence")]),
            FieldRowPanel(
                [FieldPanel("began_on"), FieldPanel("ended_on"), FieldPanel("results_expected_on")]
            ),
            FieldPanel("no_failures_yet_on"),
            FieldPanel("chain_levels"),
        ],
        heading="Fallberättelse",
        attrs=FOR_CASES,
    ),
    InlinePanel(
        "key_figures",
        heading="Resultat i tal",
        attrs=FOR_CASES,
        panels=[
            *in_all_languages("measure", "before", "after"),
            FieldPanel("source"),
            FieldPanel("measured_on"),
        ],
    ),
    MultiFieldPanel(
        [FieldPanel("publisher"), FieldPanel("external_url")], heading="I media", attrs=FOR_MEDIA
    ),
    InlinePanel(
        "sources",
        heading="Källor",
        panels=[FieldPanel("title"), FieldPanel("author"), FieldPanel("dated"), FieldPanel("url")],
    ),
    InlinePanel(
        "change_notes",
        heading="Ändringar att berätta om",
        panels=[FieldPanel("day"), *in_all_languages("note")],
    ),
]


class ArticleCreateView(EditorialCreateView):
    def get_side_panels(self):
        panels = super().get_side_panels()
        panels.append(ReadinessPanel(self.form.instance, self.request))
        return MediaContainer(panels)


class ArticleEditView(EditorialEditView):
    def save_instance(self):
        article = super().save_instance()
        self.form.settle_doubts()
        return article

    def get_side_panels(self):
        panels = super().get_side_panels()
        if not self.expects_json_response:
            panels.append(ReadinessPanel(self.object, self.request))
        return MediaContainer(panels)


class ArticleViewSet(EditorialViewSet):
    model = Article
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    icon = "doc-full"
    menu_label = "Artiklar"
    menu_order = 100
    add_to_admin_menu = True
    list_display = [
        "__str__",
        "kind",
        "organisation",
        Column("standing", label="Läge"),
        Column("date_shown", label="Datum", sort_key="sort_date"),
        UpdatedAtColumn(),
    ]
    list_filter = ["kind", "organisation", "live", "topics"]
    ordering = ["-pk"]
    edit_handler = language_tabs(
        first=FIRST,
        structured=[
            ("Fallberättelse", [(field, question) for field, _heading, question in CASE_TEXTS], FOR_CASES)
        ],
        shared=SHARED,
    )
    edit_handler.base_form_class = ArticleForm


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name_sv", "name_en", "name_fi", "position"]
    ordering = ["position"]
    panels = [
        *in_all_languages("name"),
        FieldPanel("slug", read_only=True),
        *in_all_languages("description"),
        FieldPanel("position"),
    ]


class PrincipleViewSet(SnippetViewSet):
    model = Principle
    icon = "pick"
    list_display = ["name_sv", "name_en", "name_fi", "introduced_in"]
    ordering = ["position"]
    panels = [
        *in_all_languages("name"),
        FieldPanel("slug", read_only=True),
        *in_all_languages("description"),
        FieldPanel("introduced_in"),
        FieldPanel("position"),
    ]


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "openquote"
    list_display = ["name_sv", "name_en", "name_fi"]
    ordering = ["order"]
    panels = [
        *in_all_languages("name"),
        FieldPanel("slug", read_only=True),
        *in_all_languages("abbreviation", "explanation"),
        FieldPanel("forms"),
        FieldPanel("synonyms"),
        FieldPanel("source"),
    ]
    base_form_class = TermForm


class VocabularyGroup(SnippetViewSetGroup):
    items = [TopicViewSet, PrincipleViewSet, TermViewSet]
    menu_label = "Ord och teman"
    menu_icon = "tag"
    menu_order = 120


register_snippet(ArticleViewSet)
register_snippet(VocabularyGroup)


class ArticleLinkHandler(EditorialLinkHandler):
    identifier = "article"
    model = Article


@hooks.register("register_rich_text_features")
def link_to_articles(features):
    chooser = reverse_lazy("wagtailsnippetchoosers_articles_article:choose")
    register_rich_link(features, ArticleLinkHandler, chooser, title="Länk till en artikel")


@hooks.register("register_admin_urls")
def intake_addresses():
    return [
        path("rad/", show_readiness, name="readiness_of_new"),
        path("rad/<int:pk>/", show_readiness, name="readiness"),
        path("svar/", reader_answers, name="reader_answers"),
        path("sokt/", missed_searches, name="missed_searches"),
        path("sokt/<int:pk>/klart/", settle_missed, name="settle_missed"),
        path("hamta/", intake.intake, name="intake"),
        path("hamta/flode/", intake.add_feed, name="add_feed"),
        path("hamta/flode/<int:pk>/nu/", intake.fetch_now, name="fetch_now"),
        path("hamta/flode/<int:pk>/sluta/", intake.stop_feed, name="stop_feed"),
        path("hamta/<str:way>/", intake.take_in, name="take_in"),
    ]


class IntakeMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("articles.add_article")


@hooks.register("register_admin_menu_item")
def intake_in_the_menu():
    return IntakeMenuItem("Hämta in", reverse_lazy("intake"), name="intake", icon_name="download", order=102)


@hooks.register("register_admin_search_area")
def search_articles():
    url = reverse_lazy("wagtailsnippets_articles_article:list")
    return SearchArea("Artiklar", url, name="articles", icon_name="doc-full", order=10)
