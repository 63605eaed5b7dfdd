"""The codes of problems, each with the exit code of a command that fails with it."""

from enum import StrEnum
from typing import Final, Self

from server.model.exit_code import ExitCode


class ProblemCode(StrEnum):
    """A word that identifies a kind of problem in JSON and in tests; it never changes.

    `exit_code` is what a command ends with when it fails for this reason. The codes of an app that cannot be
    started are also those of the channel's `failed` message (docs/channel.md).
    """

    exit_code: ExitCode

    def __new__(cls, code: str, exit_code: ExitCode = ExitCode.BROKEN) -> Self:
        """Make the member whose value is `code`."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.exit_code = exit_code
        return member

    @property
    def never_ran(self) -> bool:
        """Whether the app did not run at all: there is none, or nothing that can run it."""
        return self in _NEVER_RAN

    APPS_OPEN = "apps-open", ExitCode.USAGE
    BAD_NAME = "bad-name", ExitCode.USAGE
    BAD_REQUEST = "bad-request", ExitCode.USAGE
    EMPTY_FOLDER = "empty-folder", ExitCode.USAGE
    EXISTS = "exists", ExitCode.USAGE
    LAB_NAME = "lab-name", ExitCode.USAGE
    LAB_TAKEN = "lab-taken", ExitCode.USAGE
    NO_ARCHIVE = "no-archive", ExitCode.USAGE
    NO_EXCHANGE = "no-exchange", ExitCode.USAGE
    NO_LAB = "no-lab", ExitCode.USAGE
    NO_SUCH_PLACE = "no-such-place", ExitCode.USAGE
    NO_SUCH_TARGET = "no-such-target", ExitCode.USAGE
    NO_PREVIOUS = "no-previous", ExitCode.USAGE
    NO_TARGET = "no-target", ExitCode.USAGE
    NOT_PORTABLE = "not-portable", ExitCode.USAGE
    NOT_PYTHON = "not-python", ExitCode.USAGE
    SEVERAL_APPS = "several-apps", ExitCode.USAGE
    USAGE = "usage", ExitCode.USAGE

    ASGI = "asgi", ExitCode.IMPORT
    BELOW_MAIN = "below-main", ExitCode.IMPORT
    EXITED = "exited", ExitCode.IMPORT
    FAILED = "failed", ExitCode.IMPORT
    IMPORT_ERROR = "import-error", ExitCode.IMPORT
    MEMORY = "memory", ExitCode.IMPORT
    PROCESSES = "processes", ExitCode.IMPORT
    NO_APP = "no-app", ExitCode.IMPORT
    NO_CELERY_APP = "no-celery-app", ExitCode.IMPORT
    NO_FOLDER = "no-folder", ExitCode.IMPORT
    NO_PROGRAM = "no-program", ExitCode.IMPORT
    NO_SERVER_STARTED = "no-server-started", ExitCode.IMPORT
    NOT_WSGI = "not-wsgi", ExitCode.IMPORT
    PROGRAM_ERROR = "program-error", ExitCode.IMPORT
    SERVES_AT_IMPORT = "serves-at-import", ExitCode.IMPORT

    NO_PORTS = "no-ports", ExitCode.PORT
    PORT = "port", ExitCode.PORT
    PORT_TAKEN = "port-taken", ExitCode.PORT

    START_TIMEOUT = "start-timeout", ExitCode.TIMEOUT
    TIMEOUT = "timeout", ExitCode.TIMEOUT

    NO_CELERY = "no-celery", ExitCode.INTERPRETER
    NO_FLASK = "no-flask", ExitCode.INTERPRETER
    NO_SERVER = "no-server", ExitCode.INTERPRETER
    NOT_A_PYTHON = "not-a-python", ExitCode.INTERPRETER
    NOT_STARTED = "not-started", ExitCode.INTERPRETER
    PYTHON_NOT_EXECUTABLE = "python-not-executable", ExitCode.INTERPRETER
    PYTHON_NOT_FOUND = "python-not-found", ExitCode.INTERPRETER
    PYTHON_TOO_OLD = "python-too-old", ExitCode.INTERPRETER
    PYTHON_TOO_SLOW = "python-too-slow", ExitCode.INTERPRETER

    ALREADY_RUNNING = "already-running", ExitCode.RUNNING
    NOT_RUNNING = "not-running", ExitCode.RUNNING
    SILENT = "silent", ExitCode.RUNNING

    CANCELLED = "cancelled", ExitCode.INTERRUPTED

    BAD_ARCHIVE = "bad-archive"
    BAD_JSON = "bad-json"
    BUSY = "busy"
    CHANNEL = "channel"
    CHAPTER_BROKEN = "chapter-broken"
    CHECKSUM = "checksum"
    DATA_FOLDER = "data-folder"
    ELSEWHERE = "elsewhere"
    EXPERIMENT_BROKE = "experiment-broke"
    FILE_ACCESS = "file-access"
    GUEST_GONE = "guest-gone"
    HOST = "host"
    HTTP = "http"
    INTERNAL = "internal"
    LAB_BROKEN = "lab-broken"
    LAB_UNTRUSTED = "lab-untrusted"
    LAUNCH = "launch"
    METHOD = "method"
    NO_ANSWER = "no-answer"
    NO_CLAIM = "no-claim"
    NO_CONNECTION = "no-connection"
    NO_EDITOR = "no-editor"
    NO_PARENT = "no-parent"
    NO_PYTHON = "no-python"
    NO_WINDOW = "no-window"
    NOT_ABSOLUTE = "not-absolute"
    NOT_DRAWN = "not-drawn"
    NOT_KEPT = "not-kept"
    NOT_READ = "not-read"
    NOT_READY = "not-ready"
    NOT_WRITABLE = "not-writable"
    ORIGIN = "origin"
    OUT_OF_BOUNDS = "out-of-bounds"
    FROM_FILE = "from-file"
    REDACTED = "redacted"
    REDIRECTS = "redirects"
    SERVER_ENDED = "server-ended"
    SESSION = "session"
    SITE = "site"
    SIZE = "size"
    SLOW = "slow"
    STORE_DAMAGED = "store-damaged"
    STORE_NEWER = "store-newer"
    STORE_NOT_WRITTEN = "store-not-written"
    STORE_UNUSABLE = "store-unusable"
    STORE_VALUES = "store-values"
    TAKEN = "taken"
    TOKEN = "token"  # noqa: S105 - a header token that does not match, not a password
    TOO_LONG = "too-long"
    TRUNCATED = "truncated"
    TWO_BODIES = "two-bodies"
    WORKER_ENDED = "worker-ended"


_NEVER_RAN: Final = frozenset(
    {
        ProblemCode.ASGI,
        ProblemCode.BELOW_MAIN,
        ProblemCode.NO_APP,
        ProblemCode.NO_FLASK,
        ProblemCode.NO_FOLDER,
        ProblemCode.NO_PROGRAM,
        ProblemCode.NO_SERVER,
        ProblemCode.NO_SERVER_STARTED,
        ProblemCode.NOT_A_PYTHON,
        ProblemCode.NOT_STARTED,
        ProblemCode.NOT_WSGI,
        ProblemCode.PYTHON_NOT_EXECUTABLE,
        ProblemCode.PYTHON_NOT_FOUND,
        ProblemCode.PYTHON_TOO_OLD,
        ProblemCode.PYTHON_TOO_SLOW,
    }
)
