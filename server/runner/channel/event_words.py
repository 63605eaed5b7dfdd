"""The words that some fields of events are limited to, where there are many."""

from typing import Final

HOOK_PHASES: Final = (
    "url_value_preprocessor",
    "before_request",
    "after_request",
    "after_this_request",
    "teardown_request",
    "teardown_appcontext",
    "errorhandler",
)

JOB_STATES: Final = (
    "sent",
    "unsent",
    "eager",
    "started",
    "succeeded",
    "failed",
    "retried",
    "refused",
    "lost",
)

SETTING_METHODS: Final = (
    "set",
    "setdefault",
    "update",
    "from_envvar",
    "from_file",
    "from_mapping",
    "from_object",
    "from_prefixed_env",
    "from_pyfile",
)
