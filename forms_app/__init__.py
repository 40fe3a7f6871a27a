"""Form pages: what visitors fill in, checked and handed to the inbox's one door."""
