"""What every page gives the index in the same way."""

from tillit.editorial.languages import CODES


def shown_in(row, language):
    """The languages in whose pages this text of the row is the one shown: Swedish stands in for what is missing."""
    missing = [code for code in CODES if code not in row.languages] if language == "sv" else []
    return (language, *missing)


def people_in(roles):
    """The persons and roles whose names a text repeats."""
    for role in roles:
        yield f"people.role:{role.pk}"
        yield f"people.person:{role.person_id}"
        if role.organisation_id:
            yield f"people.organisation:{role.organisation_id}"


def quoted_in(blocks):
    """The roles of those who are quoted in a body, each once."""
    return _chosen_in(blocks, "quote", "speaker")


def files_in(blocks):
    """The files that a body hands out, each once."""
    return _chosen_in(blocks, "file", "document")


def _chosen_in(blocks, kind, name):
    chosen = [value[name] for block, value in blocks_within(blocks) if block == kind]
    return list(dict.fromkeys(filter(None, chosen)))


def blocks_within(blocks):
    """Every block of a body and of its slides, as (type, value)."""
    for block in blocks:
        yield block.block_type, block.value
        if block.block_type == "slide":
            yield from blocks_within(block.value["content"])
