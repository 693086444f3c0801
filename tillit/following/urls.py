from django.urls import path

from tillit.following import views

app_name = "following"
urlpatterns = [
    path("skickat/", views.asked, name="asked"),
    path("min/<uuid:key>/", views.own, name="own"),
    path("min/<uuid:key>/ja/", views.say_yes, name="say_yes"),
    path("min/<uuid:key>/hur-ofta/", views.change_rhythm, name="rhythm"),
    path("min/<uuid:key>/sluta/", views.stop, name="stop"),
    path("<slug:what>/", views.follow, name="follow"),
]
