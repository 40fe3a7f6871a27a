"""No table with personal data without somebody who answers for it; no purpose without a period."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.utils import translation

from privacy import checks
from privacy.models import Purpose
from privacy.personal_data import Source, sources
from privacy.release import Incomplete
from tests.privacy import policies


class Field:
    """A relation, as a model's options have it."""

    is_relation, concrete = True, True

    def __init__(self, to):
        self.related_model = model(to)


def model(label, *, points_at=(), **marks):
    """A stand-in for a model: checks read nothing else of it."""
    meta = type(
        "Meta",
        (),
        {"label": label, "proxy": False, "swapped": None, "local_fields": [Field(to) for to in points_at]},
    )
    return type("Model", (), {"_meta": meta, **marks})


class Whole(Source):
    code, label, models = "whole", "Whole", ("inbox.Enquiry",)

    def purposes(self):
        return ("news",)

    def held(self, person):
        return []

    def erase(self, person):
        return 0

    def due(self, now):
        return []

    def expire(self, ids):
        return 0


def ids(problems):
    return [problem.id for problem in problems]


def test_the_house_is_in_order():
    assert [problem for problem in run_checks() if problem.id.startswith("privacy.E2")] == []


@pytest.mark.parametrize(
    "one",
    [
        model("shop.Order", points_at=["vault.Person"]),
        model("shop.Order", points_at=["vault.SealedRecord"]),
        model("shop.Order", personal_data=True),
    ],
    ids=["person", "record", "mark"],
)
def test_a_marked_model_without_a_source_is_an_error_with_a_remedy(one):
    (problem,) = checks.uncovered([one], [Whole()])
    assert problem.id == "privacy.E201" and "shop.Order" in problem.msg and "models" in problem.hint
    named = Whole()
    named.models = ("shop.Order",)
    assert checks.uncovered([one], [named]) == []


def test_an_unmarked_model_is_nobody_s_business():
    assert checks.uncovered([model("shop.Price", points_at=["shop.Order"])], []) == []


def test_every_real_model_that_points_at_a_person_is_named():
    """The check fails when any of the sources is taken away."""
    for source in sources:
        rest = [each for each in sources if each is not source]
        assert ids(checks.uncovered(apps.get_models(), rest)), source.code


@pytest.mark.parametrize(("duty", "number"), [(duty, row[0]) for duty, row in checks.DUTIES.items()])
def test_a_source_without_one_of_its_duties_is_an_error(duty, number):
    lazy = type("Lazy", (Whole,), {duty: getattr(Source, duty)})
    (problem,) = checks.incomplete([lazy()])
    assert problem.id == f"privacy.{number}" and duty in problem.msg and problem.hint


def test_a_source_that_does_its_duties_is_none():
    assert checks.incomplete([Whole()]) == []


def test_a_source_can_t_answer_for_a_table_that_is_not_there():
    gone = Whole()
    gone.models = ("inbox.Gone",)
    assert ids(checks.incomplete([gone])) == ["privacy.E202"]


def test_exemptions_name_real_models_and_say_why():
    for label, why in checks.EXEMPT.items():
        assert apps.get_model(label) and why


# No period, no collection


@pytest.mark.django_db
def test_the_officer_can_t_enter_one():
    with pytest.raises(ValidationError) as refused:
        Purpose(code="news", name="x", description="x", retention_days=0).clean_fields(exclude=["locale"])
    assert "retention_days" in refused.value.message_dict


@pytest.mark.django_db
def test_what_is_kept_for_an_undeclared_purpose_is_named():
    every = {code for source in sources for code in source.purposes()}
    assert checks.undeclared_purposes(every) == {}
    named = checks.undeclared_purposes(every - {"rights"})
    assert {code for codes in named.values() for code in codes} == {"rights"}


@pytest.mark.django_db
def test_a_policy_that_drops_what_is_kept_can_t_be_published():
    page = policies.published_policy()
    Purpose.objects.filter(code="incidents").update(code="another")  # behind the register's back
    with translation.override("en"), pytest.raises(Incomplete, match="“incidents” is missing"):
        policies.publish(page, change_summary="Bớt một mục đích.", change_kind="material")
