"""The severity test: which duties follow from which answers, and that not knowing is no excuse."""

import pytest
from django.utils import translation

from incidents.severity import HARMS, QUESTIONS, assess, unanswered

NO_TO_ALL = {question.code: "no" for question in QUESTIONS} | {"cyber": "none", "gdpr_risk": "none"}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def duties(kind="other", **answers):
    return {duty.code: duty for duty in assess(NO_TO_ALL | answers, kind)}


def test_without_harm_only_the_record_is_left():
    assert set(duties()) == {"record"}


@pytest.mark.parametrize("harm", HARMS)
def test_each_harm_starts_72_hours_to_the_authority(harm):
    duty = duties(**{harm: "yes"})["authority"]
    assert duty.hours == 72 and duty.starts == "detected_at"
    assert "23.1" in str(duty.articles[0])


@pytest.mark.parametrize("answer", ["unknown", ""])
def test_what_is_not_known_counts_as_yes(answer):
    assert duties(health=answer)["authority"].hours == 72
    assert {"authority", "cyber_first", "cyber_full", "gdpr", "people"} <= {
        duty.code for duty in assess({}, "other")
    }
    assert len(unanswered({})) == len(QUESTIONS)


@pytest.mark.parametrize("kind", ["misuse", "rights", "leak"])
def test_violations_without_harm_are_notified_without_a_period(kind):
    duty = duties(kind)["authority"]
    assert duty.hours is None and "23.3" in str(duty.articles[0])


def test_cyber_incidents_have_their_own_timers():
    assert [duties(cyber="serious")[code].hours for code in ("cyber_first", "cyber_full")] == [24, 72]
    assert duties(cyber="severe")["cyber_first"].hours == 1


def test_gdpr_runs_from_awareness_and_ends_with_no_risk():
    duty = duties(eu="yes", gdpr_risk="risk")["gdpr"]
    assert duty.starts == "aware_at" and duty.hours == 72
    assert "gdpr" not in duties(eu="yes", gdpr_risk="none")
    assert "gdpr" not in duties(eu="no", gdpr_risk="high")


def test_people_are_told_of_a_high_risk_unless_the_data_was_unreadable():
    assert duties(eu="yes", gdpr_risk="high")["people"].hours is None
    assert "people" not in duties(eu="yes", gdpr_risk="high", unreadable="yes")
    assert "people" not in duties(eu="yes", gdpr_risk="risk")


@pytest.mark.parametrize("code", ["finance", "place"])
def test_finance_location_and_biometric_data_give_people_72_hours(code):
    assert duties(**{code: "yes"})["people"].hours == 72


def test_policy_clause_if_attacked_customers_are_informed():
    """Clause: “Trong trường hợp hệ thống thông tin bị tấn công … thông báo và cập nhật … cho khách hàng”."""
    assert "people" in duties("cyber")


def test_the_periods_are_settings(settings):
    settings.INCIDENTS_AUTHORITY_HOURS = 48
    settings.INCIDENTS_CYBER_FIRST_HOURS = 12
    assert duties(health="yes", cyber="serious")["authority"].hours == 48
    assert duties(cyber="serious")["cyber_first"].hours == 12


def test_without_europeans_their_risk_is_not_asked():
    assert "gdpr_risk" not in [q.code for q in unanswered({"eu": "no"})]


def test_a_missed_request_is_no_cyber_incident_unless_somebody_says_so():
    def codes(**answers):
        return {duty.code for duty in assess(answers, "rights")}

    assert "cyber_first" not in codes()
    assert "cyber_first" in codes(cyber="unknown")
