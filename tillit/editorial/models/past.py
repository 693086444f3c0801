"""What has been public: its addresses, its versions, and how it was taken down. None of it is forgotten."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from tillit.editorial.languages import Multilingual
from tillit.pagecache.models import Public, PublicQuerySet


class PublishedAddress(models.Model):
    """A slug that a page has been published at: it leads to that page for ever, and to no other."""

    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=2)
    slug = models.SlugField(max_length=100)

    class Meta:
        verbose_name = "publicerad adress"
        verbose_name_plural = "publicerade adresser"
        constraints = [
            models.UniqueConstraint(fields=["content_type", "language", "slug"], name="address_leads_one_way")
        ]

    def __str__(self):
        return f"{self.language}: {self.slug}"


class FormerWordQuerySet(PublicQuerySet):
    def now(self, model, slug):
        """What stands for the word, organisation or principle that once stood at this slug, or None."""
        kind = ContentType.objects.get_for_model(model)
        former = self.filter(content_type=kind, slug=slug).first()
        return former and model._default_manager.filter(pk=former.goal_id).first()

    def slugs_of(self, model):
        """{pk of a row: the slugs of those that were merged with it}"""
        found = {}
        kind = ContentType.objects.get_for_model(model)
        gone = self.filter(content_type=kind).exclude(slug__in=model._default_manager.values("slug"))
        for slug, pk in gone.order_by("slug").values_list("slug", "goal_id"):
            found.setdefault(pk, []).append(slug)
        return found


class FormerWord(Public):
    """The address of a topic, principle, term or organisation that has been merged with another."""

    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE)
    slug = models.SlugField(max_length=100)
    goal_id = models.PositiveBigIntegerField()

    objects = FormerWordQuerySet.as_manager()

    class Meta:
        verbose_name = "tidigare adress till ett ord"
        verbose_name_plural = "tidigare adresser till ord"
        constraints = [
            models.UniqueConstraint(fields=["content_type", "slug"], name="former_word_leads_one_way")
        ]

    def __str__(self):
        return self.slug


class PublishedVersion(models.Model):
    """A revision that readers have seen, and when. The library never throws such a revision away."""

    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    revision = models.ForeignKey("wagtailcore.Revision", models.RESTRICT, related_name="+")
    began_at = models.DateTimeField("publicerad", default=timezone.now)
    ended_at = models.DateTimeField("ersatt eller nedtagen", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    page = GenericForeignKey()

    class Meta:
        ordering = ["-began_at", "-pk"]
        verbose_name = "publicerad version"
        verbose_name_plural = "publicerade versioner"
        indexes = [models.Index(fields=["content_type", "object_id"], name="version_of_page")]

    def __str__(self):
        return f"{timezone.localtime(self.began_at):%Y-%m-%d %H.%M}"


class TakeDown(Multilingual, Public):
    """How a page left: archived and still readable, withdrawn with a reason, or moved to another address."""

    class Kind(models.TextChoices):
        ARCHIVED = "arkiverad", "Arkivera: sidan går att läsa, med en upplysning överst"
        WITHDRAWN = "tillbakadragen", "Dra tillbaka: sidan visas inte, men adressen berättar varför"
        MOVED = "flyttad", "Flytta: adressen leder vidare till en annan sida"

    names_it = ("reason",)
    may_name_people = True

    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    kind = models.CharField("hur", max_length=16, choices=Kind)
    reason = models.CharField("varför, i en mening för läsaren", max_length=300, blank=True)
    goal = models.CharField("ny adress", max_length=500, blank=True)
    day = models.DateField("dag", default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    page = GenericForeignKey()

    class Meta:
        verbose_name = "nedtagning"
        verbose_name_plural = "nedtagningar"
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="page_is_taken_down_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="flyttad") | ~models.Q(goal=""), name="moved_page_has_a_goal"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.day}"

    @property
    def is_archive(self):
        return self.kind == self.Kind.ARCHIVED
