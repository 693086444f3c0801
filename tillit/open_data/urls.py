"""Addresses of the API. Its library answers GET only; here HEAD and a browser's question beforehand are answered, too."""

from functools import wraps

from django.http import HttpResponse, HttpResponseNotAllowed

from tillit.open_data.api import api
from tillit.pagecache.middleware import same_for_everyone

BEFOREHAND = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def answering_all(view):
    @wraps(view)
    def answer(request, *args, **values):
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers=BEFOREHAND)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS"])
        asked, request.method = request.method, "GET"
        response = view(request, *args, **values)
        request.method = asked
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


urlpatterns, app_name, _namespace = api.urls
for pattern in urlpatterns:
    if pattern.name == "openapi-json":  # the library's own; the others are kept already
        pattern.callback = same_for_everyone()(pattern.callback)
    pattern.callback = answering_all(pattern.callback)
