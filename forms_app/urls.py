"""Addresses that forms.js asks; they carry no language prefix and set no cookie."""

from django.urls import path

from . import views

urlpatterns = [
    path("forms/challenge", views.challenge, name="forms_challenge"),
    path("forms/slots/<str:language>/<int:days>", views.slot_list, name="forms_slots"),
]
