"""What is done to staff accounts."""

from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from .access import DEMO_SESSION
from .demo import DEMO_USERS, SUPERUSERS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@transaction.atomic
def ensure_demo_users():
    """Makes the demo's users, one per role, in Vietnamese and without usable passwords. Returns them."""
    users = []
    for username, group, name in DEMO_USERS:
        user, is_new = get_user_model().objects.get_or_create(
            username=username,
            defaults={
                # Wagtail greets by first name alone.
                "first_name": name,
                "email": f"{username.replace('_', '-')}@demo.invalid",
                "is_superuser": username in SUPERUSERS,
                "is_staff": username in SUPERUSERS,
            },
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            user.groups.set([Group.objects.get(name=group)])
            profile = UserProfile.get_for_user(user)
            profile.preferred_language = "vi"
            profile.save()
        users.append(user)
    return users


def sign_in_by_demo_link(*, request, user):
    """Signs the demo user in and spends the link. False when another request spent it a moment before."""
    spent = (
        get_user_model()
        .objects.filter(pk=user.pk, last_login=user.last_login)
        .update(last_login=timezone.now())
    )
    if not spent:
        return False
    login(request, user, backend=BACKEND)
    request.session[DEMO_SESSION] = True
    return True
