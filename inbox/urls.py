"""Addresses of the inbox, below the admin's. None carries anything personal: ids and positions only."""

from django.urls import path

from . import views

app_name = "inbox"
urlpatterns = [
    path("", views.OpenView.as_view(), name="open"),
    path("results/", views.OpenView.as_view(results_only=True), name="open_results"),
    path("done/", views.DoneView.as_view(), name="done"),
    path("done/results/", views.DoneView.as_view(results_only=True), name="done_results"),
    path("held/", views.HeldView.as_view(), name="held"),
    path("held/results/", views.HeldView.as_view(results_only=True), name="held_results"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("<uuid:pk>/", views.EnquiryView.as_view(), name="enquiry"),
    path("<uuid:pk>/read/", views.ReadView.as_view(), name="read"),
    path("<uuid:pk>/files/<int:position>/", views.FileView.as_view(), name="file"),
    path("<uuid:pk>/assign/", views.AssignView.as_view(), name="assign"),
    path("<uuid:pk>/status/", views.StatusView.as_view(), name="status"),
    path("<uuid:pk>/note/", views.NoteView.as_view(), name="note"),
    path("<uuid:pk>/review/", views.ReviewView.as_view(), name="review"),
]
