from django import template

from articles.glossary import Glossary
from articles.models import Term

register = template.Library()


@register.simple_block_tag
def explained(content, language):
    """What stands between, with the glossary's words explained."""
    return Glossary(Term.objects.all(), language).mark(content)
