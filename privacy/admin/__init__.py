"""The admin screens of the registers and of what is kept by them."""
