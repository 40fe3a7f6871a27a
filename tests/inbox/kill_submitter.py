"""Hands in submissions for ever and prints each receipt once it is committed; made to be killed."""

import sys
import time

import django

django.setup()

from tests.inbox import factories as make  # noqa: E402

if __name__ == "__main__":
    from privacy.models import FormVersion

    version = FormVersion.objects.get(pk=sys.argv[1])
    number = 0
    while True:
        number += 1
        receipt = make.receive(version, email=f"{sys.argv[2]}.{number % 7}@example.com", phone="")
        # One write: a kill leaves a whole line or none.
        sys.stdout.write(receipt + "\n")
        sys.stdout.flush()
        # A stream, not a flood: everything that is sent has to be taken in before the test ends.
        time.sleep(0.05)
