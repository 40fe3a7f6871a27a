"""The privacy centre: people prove an address, see what is held about them, and act on it themselves."""
