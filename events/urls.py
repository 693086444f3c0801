from django.urls import include, path

from events import feeds, own_page, sign_up, views

event_urls = [
    path("evenemang/", views.event_list, name="list"),
    path("evenemang.ics", feeds.all_events, name="feed"),
    path("evenemang.atom", feeds.atom, name="atom"),
    path("evenemang.json", feeds.json_feed, name="json_feed"),
    path("evenemang.csv", feeds.table, name="table"),
    path("evenemang/<slug:slug>/", views.event_detail, name="detail"),
    path("evenemang/<slug:slug>.ics", feeds.one_event, name="calendar"),
    path("evenemang/<slug:slug>/anmalan/", sign_up.sign_up, name="sign_up"),
    path("evenemang/<slug:slug>/anmalan/grupp/", sign_up.group_sign_up, name="group_sign_up"),
    path("evenemang/<slug:slug>/anmalan/redan/", sign_up.already, name="already"),
]

series_urls = [
    path("<slug:slug>/", views.series_detail, name="detail"),
    path("<slug:slug>.ics", feeds.series, name="calendar"),
]

registration_urls = [
    path("lankar/", sign_up.links, name="links"),
    path("lankar/skickade/", sign_up.links_sent, name="links_sent"),
    path("<token>/", own_page.own, name="own"),
    path("<token>/avanmal/", own_page.cancel, name="cancel"),
    path("<token>/avanmal/<int:pk>/", own_page.cancel_member, name="cancel_member"),
    path("<token>/svara/", own_page.accept, name="accept"),
    path("<token>/pass/", own_page.choose, name="choose"),
    path("<token>/uppgifter/", own_page.change, name="change"),
    path("<token>/overlat/", own_page.hand_over, name="hand_over"),
    path("<token>/kalender.ics", own_page.calendar, name="calendar"),
]

urlpatterns = [
    path("", include((event_urls, "events"))),
    path("serier/", include((series_urls, "series"))),
    path("anmalan/", include((registration_urls, "registration"))),
]
