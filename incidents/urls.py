"""Addresses of the registers, below the admin's. Codes and numbers only, nothing personal."""

from django.urls import include, path

from .views import actions, disclosures, incident, listing, notices

app_name = "incidents"

of_incident = [
    path("", incident.IncidentView.as_view(), name="incident"),
    path("facts/", incident.FactsView.as_view(), name="facts"),
    path("severity/", incident.SeverityView.as_view(), name="severity"),
    path("affected/", incident.AffectedView.as_view(), name="affected"),
    path("affected/again/", actions.RerunView.as_view(), name="rerun"),
    path("public/", incident.PublicView.as_view(), name="public"),
    path("public/update/", actions.UpdateView.as_view(), name="update"),
    path("status/", actions.StatusView.as_view(), name="status"),
    path("public/update/<int:pk>/withdraw/", actions.UpdateWithdrawView.as_view(), name="update_withdraw"),
    path("waive/", actions.WaiveView.as_view(), name="waive"),
    path("report/", actions.ReportView.as_view(), name="report"),
    path("print/<slug:paper>/<slug:language>/", incident.PrintView.as_view(), name="print"),
    path("papers/", actions.PaperAddView.as_view(), name="paper_add"),
    path("papers/<uuid:pk>/", actions.PaperView.as_view(), name="paper"),
    path("notices/new/", notices.WriteView.as_view(), name="notice_add"),
    path("notices/<int:number>/", notices.NoticeView.as_view(), name="notice"),
    path("notices/<int:number>/text/", notices.WriteView.as_view(), name="notice_edit"),
    path("notices/<int:number>/release/", actions.ReleaseView.as_view(), name="release"),
    path("notices/<int:number>/<int:pk>/contact/", notices.ContactView.as_view(), name="contact"),
    path("notices/<int:number>/<int:pk>/called/", actions.CalledView.as_view(), name="called"),
    path("notices/<int:number>/<int:pk>/skip/", actions.SkipView.as_view(), name="skip"),
]

of_disclosure = [
    path("", disclosures.DisclosureView.as_view(), name="disclosure"),
    path("facts/", disclosures.EditView.as_view(), name="disclosure_edit"),
    path("papers/", disclosures.PaperAddView.as_view(), name="disclosure_paper_add"),
    path("papers/<uuid:pk>/", disclosures.PaperView.as_view(), name="disclosure_paper"),
    path("papers/<uuid:pk>/who/", disclosures.RequestedByView.as_view(), name="requested_by"),
    path("people/", disclosures.PersonAddView.as_view(), name="person_add"),
    path("people/<int:pk>/remove/", disclosures.PersonRemoveView.as_view(), name="person_remove"),
    path("approve/", disclosures.ApproveView.as_view(), name="approve"),
    path("return/", disclosures.ReturnView.as_view(), name="return"),
    path("refuse/", disclosures.RefuseView.as_view(), name="refuse"),
    path("seal/", disclosures.SealView.as_view(), name="seal"),
    path("hand-over/", disclosures.HandOverView.as_view(), name="hand_over"),
    path("bundle/", disclosures.BundleView.as_view(), name="bundle"),
]

urlpatterns = [
    path("", listing.OpenView.as_view(), name="open"),
    path("results/", listing.OpenView.as_view(results_only=True), name="open_results"),
    path("closed/", listing.ClosedView.as_view(), name="closed"),
    path("closed/results/", listing.ClosedView.as_view(results_only=True), name="closed_results"),
    path("new/", incident.AddView.as_view(), name="add"),
    path("demands/", listing.DisclosuresView.as_view(), name="disclosures"),
    path("demands/results/", listing.DisclosuresView.as_view(results_only=True), name="disclosures_results"),
    path("demands/answered/", listing.AnsweredView.as_view(), name="answered"),
    path(
        "demands/answered/results/", listing.AnsweredView.as_view(results_only=True), name="answered_results"
    ),
    path("demands/new/", disclosures.AddView.as_view(), name="disclosure_add"),
    path("demands/<slug:code>/", include(of_disclosure)),
    path("<slug:code>/", include(of_incident)),
]
