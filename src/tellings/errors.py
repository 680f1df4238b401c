"""Every error that tellings raises on purpose.

TellingsError                 anything below; `except TellingsError` catches all of it
├── CallError                 a wrong call: the message names the value and the next step (exit status 2)
│   ├── UnknownError          a story or report that a store does not hold
│   ├── PathError             a path or address that is missing or not allowed
│   └── StoreError            a store that cannot be opened or written: the message names it and the next step
│       ├── StoreBusyError        another process is writing it
│       └── StoreSlowError        an answer takes longer than whoever asked would wait
├── NothingUsableError           nothing readable was found in what was given (exit status 1)
├── PlanError                 a plan whose stages do not fit together
└── EngineError               an engine that cannot run here (an extra that is not installed)
"""


class TellingsError(Exception):
    """Base of all errors below."""


class CallError(TellingsError):
    """A wrong call: the message names the value and the next step."""


class UnknownError(CallError):
    """A story or report that the store does not hold, or did not hold at the moment asked for."""


class PathError(CallError):
    """A path or address that is missing, unreadable or not allowed."""


class StoreError(CallError):
    """A store that cannot be opened or written as asked; what was in it stays as it was."""


class StoreBusyError(StoreError):
    """Another process is writing the store."""


class StoreSlowError(StoreError):
    """An answer takes longer than whoever asked would wait: the message says what to ask instead."""


class NothingUsableError(TellingsError):
    """Nothing readable in what was given; the message lists why."""


class PlanError(TellingsError):
    """The stages of a plan do not fit together."""


class EngineError(TellingsError):
    """An engine that cannot run here."""
