"""Addresses of the people's screens, below the admin's. None carries anything personal."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("", views.FindView.as_view(), name="find"),
    path("<uuid:pk>/", views.PersonView.as_view(), name="person"),
    path("<uuid:pk>/read/", views.ReadView.as_view(), name="read"),
    path("<uuid:pk>/asked/", views.AskedView.as_view(), name="asked"),
]
