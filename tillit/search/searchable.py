"""The rows that can be found."""

from django.db import models, transaction

from tillit.search import indexing
from tillit.search.backends import backend


class Searchable(models.Model):
    """Saving such a row writes the index in the same transaction; what repeats its text is made anew.

    So does deleting it (`indexing.listen`): one row, many at once, or together with another.
    """

    may_be_found = True  # False: it is certain that there are no documents, without reading more
    is_told_by_others = False  # True: the entries of other rows repeat something of it

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if self.tells_of(kwargs.get("update_fields")):
            if self.is_told_by_others and not is_new:
                backend().take_turn()  # somebody may just be publishing what repeats it, unseen from here until then
            indexing.refresh(self)
            indexing.refresh_about(self)

    def search_documents(self):
        """The documents that stand for the row as it is now; none when it is not to be found."""
        raise NotImplementedError
