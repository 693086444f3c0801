"""From what somebody wrote to an organisation we know: Växjö, växjö kommun and VÄXJÖ are the same."""

from tillit.pagecache.watch import kept
from tillit.people.models import FormerName, Organisation
from tillit.text import typed_line


@kept
def _known():
    rows = Organisation.objects.values_list("pk", "name", "short_name")
    former = FormerName.objects.values_list("organisation_id", "name")
    # Full names last, so that they win where a short name is somebody else's full one.
    known = {_plain(name): pk for pk, name in former}
    known |= {_plain(short): pk for pk, _name, short in rows if short}
    known |= {_plain(name): pk for pk, name, _short in rows}
    return known


@kept
def suggestions():
    readable = Organisation.objects.for_readers().exclude(kind="media")
    return list(readable.order_by("order").values_list("name", flat=True))


def _plain(text):
    return typed_line(text).casefold()


def recognised(text: str) -> int | None:
    """The key of the organisation that is meant, when there is no doubt."""
    return _known().get(_plain(text))
