"""From what somebody wrote to an organisation we know: Växjö, växjö kommun and VÄXJÖ are the same."""

from tillit.pagecache.watch import kept
from tillit.people.models import FormerName, Organisation
from tillit.text import typed_line


@kept
def _known():
    # Whoever signs up is told whom she meant: not of one that only a draft names.
    readable = Organisation.objects.readable()
    rows = list(readable.values_list("pk", "name", "short_name"))
    former = FormerName.objects.filter(organisation__in=readable)
    # Full names last, so that they win where a short name is somebody else's full one.
    known = {_plain(name): pk for pk, name in former.values_list("organisation_id", "name")}
    known |= {_plain(short): pk for pk, _name, short in rows if short}
    known |= {_plain(name): pk for pk, name, _short in rows}
    return known


@kept
def suggestions():
    readable = Organisation.objects.readable().exclude(kind="media")
    return list(readable.order_by("order").values_list("name", flat=True))


def _plain(text):
    return typed_line(text).casefold()


def recognised(text: str) -> int | None:
    """The key of the organisation that is meant, when there is no doubt."""
    return _known().get(_plain(text))
