from django.urls import include, path

import tillit.converters  # noqa: F401  registers `number`
from articles import feeds, upkeep_views, views

article_urls = [
    path("", views.article_list, name="list"),
    path("<slug:slug>/", views.article_detail, name="detail"),
    path("<slug:slug>/bild/<number:number>/", views.slide, name="slide"),
]

topic_urls = [
    path("<slug:slug>/", views.topic_detail, name="detail"),
]

principle_urls = [
    path("<slug:slug>/", views.principle_detail, name="detail"),
]

organisation_urls = [
    path("", views.organisation_list, name="list"),
    path("<slug:slug>/", views.organisation_detail, name="detail"),
]

urlpatterns = [
    path("artiklar/", include((article_urls, "articles"))),
    path("teman/", include((topic_urls, "topics"))),
    path("principer/", include((principle_urls, "principles"))),
    path("organisationer/", include((organisation_urls, "organisations"))),
    path("jamfor/", views.compare, name="compare"),
    path("sparat/", views.saved, name="saved"),
    path("ordlista/", views.glossary, name="glossary"),
    path("svar/<number:pk>/", upkeep_views.did_it_help, name="did_it_help"),
    path("svar/<number:pk>/tack/", upkeep_views.answered, name="answered"),
    path("flode.atom", feeds.article_feed, name="feed"),
    path("flode.json", feeds.json_feed, name="json_feed"),
    path("flode.csv", feeds.table, name="table"),
]
