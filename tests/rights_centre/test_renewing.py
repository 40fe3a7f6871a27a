"""A consent that does not do any more can be renewed, and every answer of the gate is said in words."""

import ast
import datetime as dt
import inspect

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from inbox import use
from privacy import declared, gate
from privacy.decisions import record_decision
from privacy.models import ConsentEvent, Purpose
from rights.centre import words
from rights.dossier import contents
from tests.privacy.builders import declare, make_purpose
from tests.rights import builders
from tests.rights_centre.visiting import enter, main, page, post

pytestmark = pytest.mark.django_db
ANEW = "Tôi đồng ý lần nữa"


def answers():
    """Every reason that the gate's code can answer with."""
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(gate)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Answer"
    ]
    written = {
        constant.value
        for call in calls
        for constant in ast.walk(call.args[1])
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
    return {*written, *gate.ENDED, *Purpose.Basis.values}


@pytest.fixture
def person():
    builders.declare_purposes("news")
    one = builders.person()
    builders.agree(one, "news")
    return one


def widened():
    """Another policy, under which more is done than people agreed to."""
    Purpose.objects.update(retention_days=2000, consent_text=f"<p>{ANEW}</p>")
    declare()


def run_out(person):
    """A consent whose time is over since an hour."""
    record_decision(
        person=person,
        purpose="news",
        decision="given",
        language="vi",
        method="paper",
        at=timezone.now() - dt.timedelta(days=2),
        valid_until=timezone.now() - dt.timedelta(hours=1),
    )


@pytest.fixture(params=["ask_again", "expired"])
def renewable(request):
    """A person whose consent to “news” does not do any more, for one of the two reasons."""
    builders.declare_purposes("news")
    one = builders.person()
    if request.param == "ask_again":
        builders.agree(one, "news")
        widened()
    else:
        run_out(one)
    assert gate.may_use(one, "news").reason == request.param
    return one


def card(client):
    return main(page(client)).select_one("[data-purpose=news]")


def test_the_gate_s_answers_are_found():
    assert {"ask_again", "never_asked", "expired", "withdrawn", "consent", "contract"} <= answers()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_answer_of_the_gate_has_words_wherever_it_is_shown(language):
    refusals = answers() - set(Purpose.Basis.values)
    with translation.override(language):
        assert not [code for code in answers() if words.state(code) == code]
        assert not answers() - set(contents.REASONS)
        assert not refusals - set(use.REASONS)


def test_a_consent_that_does_not_do_any_more_can_be_renewed(renewable):
    client = enter(builders.EMAIL)
    shown = card(client)
    form = shown.select_one(f"form[action='{reverse('privacy_centre_give')}']")
    assert "ask_again" not in shown.get_text() and shown.select_one(".centre__wording").get_text(strip=True)
    response = post(
        client,
        "privacy_centre_give",
        {"purpose": "news", "version": form.select_one("[name=version]")["value"]},
    )
    assert "done=given&" in response["Location"]
    assert gate.may_use(renewable, "news")
    assert not card(client).select_one(".centre__wording")
    again = post(client, "privacy_centre_give", {"purpose": "news", "version": declared.current().number})
    assert again["Location"].endswith("done=nothing")
    assert ConsentEvent.objects.filter(decision="given").count() == 2


def test_a_consent_to_an_earlier_policy_can_also_be_withdrawn(person):
    widened()
    client = enter(builders.EMAIL)
    assert card(client).select_one(f"form[action='{reverse('privacy_centre_withdraw')}']")
    post(client, "privacy_centre_withdraw", {"purpose": "news"})
    assert gate.may_use(person, "news").reason == "withdrawn"


def test_a_consent_that_has_run_out_is_not_offered_for_withdrawal():
    builders.declare_purposes("news")
    run_out(builders.person())
    assert not card(enter(builders.EMAIL)).select_one(f"form[action='{reverse('privacy_centre_withdraw')}']")


def test_the_phone_screen_reads_out_what_has_to_be_asked_again(client, renewable):
    client.force_login(builders.colleague(*builders.OFFICER, "inbox.work_enquiries"))
    address = reverse("privacy_ledger:call", args=[renewable.pk])
    section = main(client.get(address)).select_one("section")
    wording = section.select_one("[name=wording]")["value"]
    assert section.select_one("blockquote").get_text(strip=True)
    data = {"purpose": "news", "language": "vi", "wording": wording, "decision": "given", "read_out": "on"}
    assert client.post(address, {**data, "speaker": "self"}).status_code == 302
    assert gate.may_use(renewable, "news")
    assert not main(client.get(address)).select("blockquote")


def test_a_policy_that_changed_meanwhile_is_said_to_have_changed(person):
    make_purpose("care")
    client = enter(builders.EMAIL)
    version = declared.current().number
    make_purpose("other")
    response = post(client, "privacy_centre_give", {"purpose": "care", "version": version})
    assert response["Location"].endswith("done=changed")
    assert not gate.may_use(person, "care")
    with_notice, plain = client.get(response["Location"]), page(client)
    assert len(main(with_notice).select("[role=status]")) > len(main(plain).select("[role=status]"))


@pytest.mark.parametrize("kind, done", [("object", "given_objected"), ("restrict", "given_restricted")])
def test_agreeing_under_a_general_limit_says_that_the_limit_stands(person, kind, done):
    make_purpose("care")
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_limit", {"kind": kind})
    data = {"purpose": "care", "version": declared.current().number}
    response = post(client, "privacy_centre_give", data)
    assert f"done={done}&" in response["Location"]
    assert not gate.may_use(person, "care")
    said, plain = (
        main(client.get(where)).select_one("[role=status]").get_text()
        for where in (response["Location"], f"{reverse('privacy_centre')}?done=given")
    )
    assert said and plain not in said
    post(client, "privacy_centre_lift", {"kind": kind})
    assert gate.may_use(person, "care")
