"""Who: organisations, the persons in the stories with their roles, and the staff who sign in."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from tillit.links import NAMES
from tillit.pagecache.models import Public, PublicQuerySet
from tillit.personal_data import PUBLIC_TASK, PersonalData
from tillit.search import indexing
from tillit.search.documents import Document
from tillit.search.models import SearchEntry, SearchReference
from tillit.search.searchable import Searchable
from tillit.text import ascii_slug, swedish_order

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
MINORITY_LANGUAGE_NAMES = {"fi": _("finska"), "se": _("samiska"), "fit": _("meänkieli")}


STAFF = PersonalData(
    _("Logga in och veta vem som har ändrat vad"),
    PUBLIC_TASK,
    _("administratörer"),
    _("så länge kontot finns"),
)
EDITORS = PersonalData(
    _("Nå organisationens redaktion när en sida behöver ses över"),
    PUBLIC_TASK,
    _("administratörer"),
    _("så länge organisationen har sidor här"),
)
SPOKEN = PersonalData(
    _("Visa vem som sagt eller gjort vad i sin roll"),
    PUBLIC_TASK,
    _("alla som läser"),
    _("så länge det som berättas finns kvar, eller tills personen invänder"),
)


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """Someone in the staff: nobody else has an account. The e-mail address is the login."""

    username = None
    email = models.EmailField("e-post", unique=True)
    organisation = models.ForeignKey(
        "people.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name="organisation",
    )

    is_for_all = models.BooleanField(
        "arbetar för alla organisationer",
        default=False,
        help_text="Annars bara med den egna organisationens sidor, och dem personen själv ansvarar för.",
    )

    personal_data = dict.fromkeys(
        ["email", "password", "first_name", "last_name", "last_login", "organisation"], STAFF
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"

    def __str__(self):
        return self.get_full_name() or self.email


class OrganisationQuerySet(PublicQuerySet):
    def for_search(self):
        return self.prefetch_related("former_names")

    def readable(self):
        """The registry, and others that something public is from or tells of: one may be written down for a draft."""
        pks = self.filter(code=None).values_list("pk", flat=True)
        others = {f"people.organisation:{pk}": pk for pk in pks}
        if not others:
            return self.in_registry()
        told = SearchReference.objects.filter(
            to__in=others, entry__in=SearchEntry.objects.current().in_pages()
        )
        named = {others[to] for to in told.values_list("to", flat=True).distinct()}
        return self.filter(Q(code__isnull=False) | Q(pk__in=named))

    def in_registry(self):
        return self.exclude(code=None)

    def called(self, name):
        """Those of that name, short, whole or former, or at that address."""
        # `order` and `slug` are in small letters, å, ä and ö too, which not every database can compare otherwise.
        names = Q(order=swedish_order(name)) | Q(name__iexact=name) | Q(slug=slugify(name))
        return self.filter(names | Q(former_names__name__iexact=name)).order_by("order", "pk")


class Organisation(Searchable, index.Indexed, Public):
    class Kind(models.TextChoices):
        MUNICIPALITY = "kommun", _("Kommun")
        REGION = "region", _("Region")
        AGENCY = "myndighet", _("Statlig myndighet")
        INQUIRY = "utredning", _("Utredning eller kommitté")
        COMPANY = "bolag", _("Bolag")
        FEDERATION = "kommunalforbund", _("Kommunalförbund")
        UNIVERSITY = "larosate", _("Lärosäte")
        ASSOCIATION = "forening", _("Förening eller organisation")
        MEDIA = "media", _("Medieföretag")

    kind = models.CharField("slag", max_length=20, choices=Kind)
    name = models.CharField("namn", max_length=120)
    short_name = models.CharField("kort namn", max_length=80, blank=True)
    slug = models.SlugField("adress", max_length=100, unique=True, blank=True)
    order = models.CharField(max_length=120, editable=False, db_index=True)
    code = models.CharField(
        "kommunkod eller länskod", max_length=4, unique=True, null=True, blank=True, help_text="SCB"
    )
    county_code = models.CharField("länskod", max_length=2, blank=True, db_index=True)
    county = models.CharField("län", max_length=40, blank=True)
    population = models.PositiveIntegerField("folkmängd", null=True, blank=True)
    population_year = models.PositiveSmallIntegerField("folkmängd avser år", null=True, blank=True)
    skr_group = models.CharField("SKR:s kommungrupp 2023", max_length=80, blank=True)
    minority_languages = models.JSONField(
        "förvaltningsområde för minoritetsspråk",
        default=list,
        blank=True,
        help_text="fi = finska, se = samiska, fit = meänkieli",
    )
    website_domain = models.CharField("webbplats", max_length=120, blank=True)
    editors_email = models.EmailField(
        "redaktionens e-post",
        blank=True,
        help_text="En funktionsadress. Dit går påminnelser som den ansvariga inte svarar på. Visas inte för läsare.",
    )

    objects = OrganisationQuerySet.as_manager()

    is_told_by_others = True
    is_found_through_others = True  # one that is in no registry may have been written down for a draft

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("kind")]

    personal_data = {"editors_email": EDITORS}

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"
        constraints = [
            models.CheckConstraint(
                condition=Q(population=None) | Q(population_year__isnull=False),
                name="organisation_population_has_year",
                violation_error_message="Ange vilket år folkmängden gäller.",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.settle()
        super().save(*args, **kwargs)

    def settle(self):
        """Fill what follows from the rest."""
        self.code = self.code or None
        self.slug = self.slug or ascii_slug(self.name)
        self.order = swedish_order(self.short_name or self.name)

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])

    @property
    def is_public(self):
        """Whether it is in the registry, or something public is from it or tells of it."""
        return self._public_until[0]

    @property
    def _public_until(self):
        if self.code:
            return True, None
        return SearchEntry.objects.about(indexing.reference(self)).in_pages().lasting()

    def search_documents(self):
        is_public, until = self._public_until
        if not is_public:
            return
        former = [name.name for name in self.former_names.all()]
        yield Document(
            section="organisations",
            language="sv",
            title=self.name,
            lead=", ".join(filter(None, [self.get_kind_display(), self.county])),
            body="\n".join(former),
            shown_in=tuple(NAMES),
            names=[self.name, self.short_name, *former, self.website_domain],
            marks=[f"organisation={self.slug}"],
            until=until,
        )

    def absorb(self, organisation):
        """The one that was merged with this is an earlier name of it."""
        self.former_names.get_or_create(name=organisation.name)

    @property
    def label(self):
        """The name as it stands on a card: Gislaved, Region Kalmar län."""
        return (self.kind == self.Kind.MUNICIPALITY and self.short_name) or self.name

    @property
    def minority_language_names(self):
        return [MINORITY_LANGUAGE_NAMES[code] for code in self.minority_languages]

    @property
    def website(self):
        return f"https://{self.website_domain}/" if self.website_domain else ""


class FormerName(Public):
    """An earlier name, or that of a body this organisation took over from."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_names")
    name = models.CharField("tidigare namn", max_length=120)

    class Meta:
        ordering = ["pk"]
        verbose_name = "tidigare namn"
        verbose_name_plural = "tidigare namn"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="former_name_once_per_organisation")
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        indexing.refresh(self.organisation)

    @transaction.atomic
    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        indexing.refresh(self.organisation)
        return deleted


class Person(Searchable, index.Indexed, Public):
    """Someone who is quoted, pictured or named as author or contact."""

    name = models.CharField("namn", max_length=120)
    is_private = models.BooleanField(
        "privatperson",
        default=False,
        help_text="Någon som inte uttalar sig i tjänsten eller i ett förtroendeuppdrag.",
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    personal_data = {"name": SPOKEN}

    is_told_by_others = True
    is_found_through_others = True  # a person has a page where something public quotes or presents her

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "person"
        verbose_name_plural = "personer"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("person", args=[self.pk])

    def public_roles(self, at: datetime | None = None):
        """The roles in which something that is public then quotes or presents her; others may stand in drafts only."""
        named = SearchReference.objects.filter(
            to__in=[indexing.reference(role) for role in self.roles.all()],
            entry__in=SearchEntry.objects.current(at).in_pages(),
        )
        shown = set(named.values_list("to", flat=True))
        return [role for role in self.roles.order_by("-since", "-pk") if indexing.reference(role) in shown]

    def search_documents(self):
        is_told_of, until = SearchEntry.objects.about(indexing.reference(self)).in_pages().lasting()
        if self.is_private or not is_told_of:
            return
        # A role that is public for a shorter time than she is would stand in the index when it is not.
        roles = self.public_roles(at=(until or FOR_GOOD) - A_MOMENT)
        yield Document(
            section="people",
            language="sv",
            title=self.name,
            lead=" · ".join(dict.fromkeys(filter(None, (role.title_and_organisation for role in roles)))),
            shown_in=tuple(NAMES),
            names=[self.name, f"adress personer {self.pk}"],
            about=[indexing.reference(row) for role in roles for row in (role, role.organisation) if row],
            until=until,
        )


class RoleManager(models.Manager.from_queryset(PublicQuerySet)):
    """A role is never named without its person and her organisation."""

    def get_queryset(self):
        return super().get_queryset().select_related("person", "organisation")


class Role(Searchable, index.Indexed, Public):
    """What a person was, where, at a time: a quote points here, and stays true when she moves on."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name="person")
    title = models.CharField("titel", max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name="organisation",
    )
    is_elected = models.BooleanField("förtroendevald", default=False)
    party = models.CharField("parti", max_length=20, blank=True, help_text="Anges bara för förtroendevalda.")
    since = models.DateField("från", null=True, blank=True)
    until = models.DateField("till", null=True, blank=True)

    search_fields = [
        index.RelatedFields("person", [index.SearchField("name"), index.AutocompleteField("name")]),
        index.SearchField("title"),
        index.AutocompleteField("title"),
    ]

    personal_data = dict.fromkeys(["title", "is_elected", "party"], SPOKEN)

    objects = RoleManager()

    is_told_by_others = True

    class Meta:
        ordering = ["person__name", "pk"]
        verbose_name = "roll"
        verbose_name_plural = "roller"
        constraints = [
            models.CheckConstraint(
                condition=Q(party="") | Q(is_elected=True),
                name="role_party_only_for_elected",
                violation_error_message="Parti anges bara för förtroendevalda.",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="role_ends_after_it_starts",
                violation_error_message="Rollen kan inte sluta innan den börjar.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.name_with_party, self.title, self._organisation_name]))

    def search_documents(self):
        """None of its own: it is found where it is named."""
        return []

    @property
    def name_with_party(self):
        return f"{self.person.name} ({self.party})" if self.party else self.person.name

    @property
    def title_and_organisation(self):
        return ", ".join(filter(None, [self.title, self._organisation_name]))

    @property
    def _organisation_name(self):
        return self.organisation.name if self.organisation else ""
