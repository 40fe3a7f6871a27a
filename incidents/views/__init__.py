"""The registers' screens in the Wagtail admin, and the public status page."""
