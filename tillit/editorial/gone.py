"""What stands at an address where a page has been."""

from django.shortcuts import redirect, render

from tillit.editorial.models import PageGone, TakeDown


def page_gone(request, gone: PageGone):
    """On to where the page moved, or 410 with the reason, where somebody gave one."""
    down = gone.taken_down
    if down and down.kind == TakeDown.Kind.MOVED:
        return redirect(down.goal, permanent=True)
    return render(request, "410.html", {"taken_down": down}, status=410)
