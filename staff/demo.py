"""One-time sign-in links for the demo's users, on the demo's own machine and nowhere else."""

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

# Username, group, name shown. Named by role: the demo invents no people.
DEMO_USERS = (
    ("editor", "Editor", "Biên tập viên"),
    ("translator", "Translator", "Biên dịch viên"),
    ("marketing", "Marketing", "Nhân viên tiếp thị"),
    ("sales", "Sales", "Nhân viên kinh doanh"),
    ("sales_lead", "Sales lead", "Trưởng nhóm kinh doanh"),
    ("privacy_officer", "Privacy officer", "Phụ trách bảo vệ dữ liệu"),
    ("administrator", "Administrator", "Quản trị viên"),
)
SUPERUSERS = {"administrator"}


class DemoTokenGenerator(PasswordResetTokenGenerator):
    """A token that holds until its user's next sign-in, so that using it ends it."""

    key_salt = "staff.demo.DemoTokenGenerator"

    def _make_hash_value(self, user, timestamp):
        # To the microsecond: two sign-ins in one second are two.
        last = user.last_login.isoformat() if user.last_login else ""
        return f"{user.pk}{user.username}{last}{timestamp}"


tokens = DemoTokenGenerator()


def demo_users():
    """The demo's users in the table's order."""
    users = get_user_model().objects.in_bulk([name for name, _, _ in DEMO_USERS], field_name="username")
    return [users[name] for name, _, _ in DEMO_USERS if name in users]


def link_path(user):
    """The path of a fresh one-time link for `user`."""
    return reverse("staff_demo_sign_in", args=[int_to_base36(user.pk), tokens.make_token(user)])


def user_for(uid, token):
    """The active demo user whom a link names, or None when it is spent, expired or made up."""
    try:
        pk = base36_to_int(uid)
    except ValueError:
        return None
    user = (
        get_user_model()
        .objects.filter(pk=pk, is_active=True, username__in=[name for name, _, _ in DEMO_USERS])
        .first()
    )
    return user if user is not None and tokens.check_token(user, token) else None
