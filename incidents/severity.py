"""The severity test: plain questions, and which duties follow from the answers, and why.

A pure function of the answers. Whoever does not know yet, or has not answered, is taken to have said yes: the
law's clocks run from detection, not from the day on which the answer is found.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from . import conf

YES, NO, UNKNOWN = "yes", "no", "unknown"
PLAIN = [(YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("Not known yet"))]
GDPR_RISKS = [
    ("none", _("Unlikely to be a risk to anyone")),
    ("risk", _("A risk")),
    ("high", _("A high risk")),
    (UNKNOWN, _("Not known yet")),
]
CYBER_LEVELS = [
    ("none", _("No, not a cyber-security incident")),
    ("serious", _("Yes, a serious one")),
    ("severe", _("Yes: a severe outage, or national security is touched")),
    (UNKNOWN, _("Not known yet")),
]


@dataclass(frozen=True)
class Question:
    """One question of the test."""

    code: str
    text: str
    help: str = ""
    choices: list = field(default_factory=lambda: PLAIN)


QUESTIONS = [
    Question("security", _("Could it harm national security, public order or safety?")),
    Question("health", _("Could it harm anyone's life or health?")),
    Question(
        "honour",
        _("Could it harm anyone's honour or dignity?"),
        _("For example by making public what somebody wrote to you in confidence."),
    ),
    Question(
        "property",
        _("Could it harm anyone's property?"),
        _("For example by fraud with the contact details that got out."),
    ),
    Question(
        "finance",
        _("Does it touch bank, credit or other finance data?"),
        _("Sensitive data for which people have to be told."),
    ),
    Question("place", _("Does it touch location data or biometric data?")),
    Question("eu", _("Are people in the European Union affected?")),
    Question(
        "gdpr_risk",
        _("How great is the risk to the rights and freedoms of those in the European Union?"),
        _("Think of the kind of data, how many people, and who may have it now."),
        GDPR_RISKS,
    ),
    Question(
        "unreadable",
        _("Was the data unreadable to whoever got it?"),
        _("Encrypted, and the key was not taken."),
    ),
    Question(
        "cyber",
        _("Is it a cyber-security incident?"),
        _("An attack on, or an outage of, the information system."),
        CYBER_LEVELS,
    ),
]
HARMS = ("security", "health", "honour", "property")
REASONS = {
    "security": _("it may harm security or public order"),
    "health": _("it may harm life or health"),
    "honour": _("it may harm honour or dignity"),
    "property": _("it may harm property"),
}
# Kinds that the law makes notifiable even where no harm is to be feared, without a stated period.
VIOLATIONS = {"misuse", "rights", "processor", "leak", "access"}
# Kinds of which the published policy promises to tell customers.
ATTACKS = {"leak", "access", "cyber"}
# Kinds that are no cyber-security incident unless somebody says so.
NOT_CYBER = {"misuse", "rights"}


@dataclass(frozen=True)
class Duty:
    """Something that has to be done, why, and by when. `hours` None: the law states no period."""

    code: str
    title: str
    articles: tuple
    reasons: tuple
    hours: int | float | None = None
    starts: str = "detected_at"


TITLES = {
    "authority": _("Tell the data-protection authority"),
    "cyber_first": _("Report the cyber incident"),
    "cyber_full": _("Report cause, scope and remedy of the cyber incident"),
    "gdpr": _("Tell the supervisory authority (GDPR)"),
    "people": _("Tell the people affected"),
    "record": _("Draw up the confirmation record"),
}
# Duties that end with a report to somebody, which an officer enters.
REPORTED = ("authority", "cyber_first", "cyber_full", "gdpr")


def unanswered(answers):
    """The questions still open; those about the European Union only when it is concerned."""
    idle = {"gdpr_risk"} if answers.get("eu") == NO else set()
    return [q for q in QUESTIONS if q.code not in idle and answers.get(q.code) in (None, "", UNKNOWN)]


def may_be(answers, code):
    """Whether the answer is yes, or may still turn out to be."""
    return answers.get(code) != NO


def assess(answers, kind):
    """The duties that follow from `answers` ({question code: answer}) for an incident of `kind`."""
    return [
        duty
        for duty in (
            _authority(answers, kind),
            *_cyber(answers, kind),
            _gdpr(answers),
            _people(answers, kind),
            Duty(
                "record",
                TITLES["record"],
                (_("Decree 356/2025, Article 28"),),
                (_("every violation is put on record"),),
            ),
        )
        if duty
    ]


def _authority(answers, kind):
    harms = tuple(REASONS[code] for code in HARMS if answers.get(code) == YES)
    open_harms = any(answers.get(code) in (None, "", UNKNOWN) for code in HARMS)
    if harms or open_harms:
        reasons = harms or (_("harm is not ruled out yet, and the period runs from detection"),)
        hours = conf.get("INCIDENTS_AUTHORITY_HOURS")
        article = _("Law 91/2025, Article 23.1; Decree 356/2025, Article 28")
        return Duty("authority", TITLES["authority"], (article,), reasons, hours)
    if kind in VIOLATIONS:
        reasons = (_("a violation is notified even where no harm is to be feared; no period is stated"),)
        return Duty("authority", TITLES["authority"], (_("Law 91/2025, Article 23.3"),), reasons)
    return None


def _cyber(answers, kind):
    level = answers.get("cyber")
    if level == "none" or not level and kind in NOT_CYBER:
        return []
    article = _("Decree 331/2026, Article 31.2(d)")
    first, reason = conf.get("INCIDENTS_CYBER_FIRST_HOURS"), _("it is a serious cyber-security incident")
    if level == "severe":
        first = conf.get("INCIDENTS_CYBER_AT_ONCE_HOURS")
        reason = _("it is a severe outage or touches security, which is reported at once")
    elif level != "serious":
        reason = _("a cyber-security incident is not ruled out yet")
    full = conf.get("INCIDENTS_CYBER_FULL_HOURS")
    return [
        Duty("cyber_first", TITLES["cyber_first"], (article,), (reason,), first),
        Duty("cyber_full", TITLES["cyber_full"], (article,), (reason,), full),
    ]


def _gdpr(answers):
    if not may_be(answers, "eu") or answers.get("gdpr_risk") == "none":
        return None
    reason = _("a risk to people in the European Union is not unlikely")
    hours = conf.get("INCIDENTS_GDPR_HOURS")
    return Duty("gdpr", TITLES["gdpr"], (_("GDPR, Article 33"),), (reason,), hours, "aware_at")


def _people(answers, kind):
    reasons, articles, hours = [], [], None
    for code, article, reason in (
        ("finance", _("Decree 356/2025, Article 8.3"), _("finance or credit data may be touched")),
        ("place", _("Decree 356/2025, Article 29"), _("location or biometric data may be touched")),
    ):
        if may_be(answers, code):
            reasons.append(reason)
            articles.append(article)
            hours = conf.get("INCIDENTS_PEOPLE_HOURS")
    eu_risk = answers.get("gdpr_risk") in ("high", UNKNOWN, None, "")
    if may_be(answers, "eu") and eu_risk and answers.get("unreadable") != YES:
        reasons.append(_("the risk to people in the European Union may be high"))
        articles.append(_("GDPR, Article 34"))
    if kind in ATTACKS:
        reasons.append(_("the published policy promises to keep customers informed"))
        articles.append(_("the privacy policy"))
    if not reasons:
        return None
    return Duty("people", TITLES["people"], tuple(articles), tuple(reasons), hours)
