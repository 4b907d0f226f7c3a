"""The two ways in which a worker ends early."""


class InputError(Exception):
    """The user's mistake, one sentence: printed once to standard error, exit 2."""


class NotApplicable(Exception):
    """A cell that cannot run here, with the reason and what to install."""
