"""Two rows that are one: everything that points at the first is pointed at the second, in drafts and versions too."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from modelcluster.models import get_all_child_relations
from wagtail.models import Revision

from tillit.editorial.models import Editorial, FormerWord
from tillit.editorial.schedule import editorial_models
from tillit.search import indexing


@dataclass(frozen=True)
class Moved:
    """What points at a row, of one kind."""

    name: str
    count: int
    examples: list[str]


def pointing_at(row) -> list[Moved]:
    """What moves when the row is merged with another: for the one who is about to do it."""
    found = []
    for relation in _relations(row):
        rows = relation.related_model._default_manager.filter(**{relation.field.name: row})
        names = [str(pointing) for pointing in rows[:3]]
        if names:
            found.append(Moved(str(relation.related_model._meta.verbose_name_plural), rows.count(), names))
    return found


@transaction.atomic
def merge(row, into) -> None:
    """`row` is gone afterwards; its address leads to `into`."""
    if row.pk == into.pk or type(row) is not type(into):
        raise ValueError("A row is merged with another of its kind.")
    type(into)._default_manager.select_for_update().get(pk=into.pk)  # rows before the index, whoever writes
    for relation in _relations(row):
        _repoint(relation, row, into)
    _repoint_revisions(row, into)
    if slug := getattr(row, "slug", ""):
        kind = ContentType.objects.get_for_model(row)
        FormerWord.objects.filter(content_type=kind, goal_id=row.pk).update(goal_id=into.pk)
        FormerWord.objects.update_or_create(content_type=kind, slug=slug, defaults={"goal_id": into.pk})
    told_of = indexing.rows_about(row)
    row.delete()
    if hasattr(into, "absorb"):
        into.absorb(row)
    for model, pks in told_of:
        indexing.refresh_rows(model, pks)


def _relations(row):
    """What points at rows of this kind: foreign keys and many-to-many of our own models."""
    return [
        relation
        for relation in row._meta.get_fields(include_hidden=False)
        if relation.auto_created and relation.is_relation and (relation.one_to_many or relation.many_to_many)
        and hasattr(relation, "field") and not isinstance(relation, models.Field)
    ]  # fmt: skip


def _repoint(relation, row, into):
    field = relation.field
    model, name = (
        (field.remote_field.through, field.m2m_reverse_field_name())
        if relation.many_to_many
        else (relation.related_model, field.name)
    )
    for pointing in model._default_manager.filter(**{name: row}):
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=pointing.pk).update(**{name: into})
        except IntegrityError:
            pointing.delete()  # it points at the other already


def _repoint_revisions(row, into):
    for model in editorial_models():
        kind = ContentType.objects.get_for_model(model)
        for revision in Revision.objects.filter(base_content_type=kind).iterator(chunk_size=200):
            if _repoint_content(revision.content, model, row, into):
                revision.save(update_fields=["content"])


def _repoint_content(content, model, row, into):
    """Whether anything was changed in what a revision keeps of a page or of its rows."""
    changed = False
    for field in model._meta.get_fields():
        if (
            field.is_relation
            and not field.auto_created
            and field.related_model is type(row)
            and field.name in content
        ):
            value = content[field.name]
            if isinstance(value, list) and row.pk in value:
                content[field.name] = list(dict.fromkeys(into.pk if pk == row.pk else pk for pk in value))
                changed = True
            elif value == row.pk:
                content[field.name] = into.pk
                changed = True
    for relation in get_all_child_relations(model) if issubclass(model, Editorial) else []:
        for child in content.get(relation.get_accessor_name()) or []:
            changed |= _repoint_content(child, relation.related_model, row, into)
    return changed
