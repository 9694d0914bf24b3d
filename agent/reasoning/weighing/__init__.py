"""From evidence to a verdict.

`terms` holds the fitted parameters, `fusion` adds up log-odds, `verdict` decides, `abstention` says why it does not,
`scale` puts a likelihood ratio into words, `second_look` measures again where strong evidence disagrees, `claim` judges
what is claimed about a picture, and `roles` says what each piece of evidence does in the verdict.
"""

from .claim import ClaimError, checked, joint, judge, region_of
from .fusion import weigh
from .terms import shipped
from .verdict import ERROR_RATE, fuse

__all__ = ["ERROR_RATE", "ClaimError", "checked", "fuse", "joint", "judge", "region_of", "shipped", "weigh"]
