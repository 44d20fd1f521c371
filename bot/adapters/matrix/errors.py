"""What can be wrong with an account on Matrix, each as one clear sentence for the operator.

MatrixError
├── IdentityError       the identity folder cannot be used as it is; the sentence says what to do
└── HomeserverError     the homeserver cannot be used
    ├── Unreachable     for now: wait and try again
    ├── SignedOut       the access token is not taken any more
    └── Refused         any other refusal, with Matrix's code for it
"""


class MatrixError(Exception):
    """The message is one or two sentences for the operator; it never holds a password, a token or a key."""


class IdentityError(MatrixError):
    """The identity folder cannot be used as it is."""


class HomeserverError(MatrixError):
    """The homeserver cannot be used."""


class Unreachable(HomeserverError):
    """The homeserver does not answer, or has trouble of its own. `retry_after` is in seconds, if it said so."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SignedOut(HomeserverError):
    """The access token is not taken (any more): M_UNKNOWN_TOKEN."""


class Refused(HomeserverError):
    """A refusal. `code` is Matrix's, such as M_FORBIDDEN; `status` is HTTP's."""

    def __init__(self, message: str, code: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
