"""Public pages of this room, one module a part."""
