"""The library's search in the back office's lists, on PostgreSQL, where many write at once."""

from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend


class ListIndex(PostgresIndex):
    def _refresh_title_norms(self, full=False):
        """Only when all is made anew (`manage.py update_index`).

        Else every save would read all titles, and write the rows of others who save at the same moment: two of them
        then wait for each other crosswise. A title not yet measured counts as one of middle length.
        """
        if full:
            super()._refresh_title_norms(full=True)


class SearchBackend(PostgresSearchBackend):
    index_class = ListIndex
