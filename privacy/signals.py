"""What other rooms are told: that what the site may do has changed."""

from django.dispatch import Signal

# Sent after a policy version was published or came into force, or the controller's identity changed. Rooms
# that keep something made from declarations (form versions) renew it.
declarations_changed = Signal()
