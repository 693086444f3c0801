from django.urls import include, path
from wagtail import hooks

from tillit.review import views

urls = [
    path("", views.review_page, name="review_page"),
    path("kommentera/", views.comment, name="review_comment"),
    path("kommentar/<int:number>/klar/", views.resolve, name="review_resolve"),
    path("dela/", views.share, name="review_share"),
    path("dela/<int:number>/aterkalla/", views.revoke, name="review_revoke"),
]


@hooks.register("register_admin_urls")
def review_addresses():
    return [path("granska/<slug:app>/<slug:model>/<int:pk>/", include(urls))]
