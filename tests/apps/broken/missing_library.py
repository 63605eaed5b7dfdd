"""Needs what is not there."""

import no_such_library  # type: ignore[import-not-found] # noqa: F401 - the mistake
