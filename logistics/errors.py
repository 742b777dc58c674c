"""What can go wrong in a way a person should read."""


class RuleError(Exception):
    """A school rule says no; ``field`` names the form field it belongs to, None the whole form."""

    def __init__(self, message, *, field=None):
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self):
        return str(self.message)


class WrongState(RuleError):
    """The record moved on meanwhile: the change no longer fits its state."""
