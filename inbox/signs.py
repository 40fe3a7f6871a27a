"""What an enquiry may be held for, in words. Each room that reports signs of spam registers its codes.

A code that nobody registered (any more) is shown as it is.
"""

from common.registry import Registry

signs = Registry("signs of spam")
