"""Addresses of the requests, below the admin's. None carries anything personal: numbers only."""

from django.urls import path

from . import views

app_name = "rights"
urlpatterns = [
    path("", views.OpenView.as_view(), name="open"),
    path("results/", views.OpenView.as_view(results_only=True), name="open_results"),
    path("closed/", views.ClosedView.as_view(), name="closed"),
    path("closed/results/", views.ClosedView.as_view(results_only=True), name="closed_results"),
    path("new/", views.EnterView.as_view(), name="enter"),
    path("<int:pk>/", views.RequestView.as_view(), name="request"),
    path("<int:pk>/read/", views.ReadView.as_view(), name="read"),
    path("<int:pk>/step/", views.StepView.as_view(), name="step"),
    path("<int:pk>/extend/", views.ExtendView.as_view(), name="extend"),
    path("<int:pk>/refuse/", views.RefuseView.as_view(), name="refuse"),
    path("<int:pk>/correct/", views.CorrectView.as_view(), name="correct"),
    path("<int:pk>/erase/", views.EraseView.as_view(), name="erase"),
    path("<int:pk>/archive/", views.ArchiveView.as_view(), name="archive"),
    path("<int:pk>/code/", views.CodeView.as_view(), name="code"),
    path("<int:pk>/tasks/", views.AddTaskView.as_view(), name="add_task"),
    path("<int:pk>/tasks/<int:task>/", views.FinishTaskView.as_view(), name="finish_task"),
    path("<int:pk>/letters/", views.WriteView.as_view(), name="write"),
    path("<int:pk>/letters/<int:letter>/", views.LetterView.as_view(), name="letter"),
    path("<int:pk>/letters/<int:letter>/print/", views.PrintView.as_view(), name="print"),
]
