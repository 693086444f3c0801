from django import template

from articles.covers import draw

register = template.Library()

register.simple_tag(draw, name="cover")
