from wagtail.fields import StreamField


class BodyField(StreamField):
    """A body of blocks whose definition stays out of migrations: a changed block changes no column.

    The price is that a data migration over blocks has to take their definition from the live code.
    """

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
