from django import template
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag
def options(choices):
    """One for each choice, with how many it gives. There may be one for each municipality: a loop of the template takes ten times as long."""
    chosen = {True: mark_safe(" selected"), False: ""}
    return format_html_join(
        "",
        '<option value="{}"{}>{} ({})</option>',
        ((choice.value, chosen[choice.is_chosen], choice.label, choice.count) for choice in choices),
    )
