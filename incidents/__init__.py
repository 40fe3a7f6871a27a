"""Events that must be answered for: incidents with their clocks, and disclosures to authorities."""
