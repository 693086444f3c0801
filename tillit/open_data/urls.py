"""Addresses of the API. Its library answers GET only; here HEAD and a browser's question beforehand are answered, too."""

from functools import wraps

from django.http import HttpResponse, HttpResponseNotAllowed

from tillit.open_data.api import api

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
        if request.method != "HEAD":
            return view(request, *args, **values)
        request.method = "GET"
        response = view(request, *args, **values)
        request.method = "HEAD"
        return response

    return answer


urlpatterns, app_name, _namespace = api.urls
for pattern in urlpatterns:
    pattern.callback = answering_all(pattern.callback)
