"""The public pages and what frames them: navigation, footer, company identity."""
