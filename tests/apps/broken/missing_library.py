"""A module that imports a library that is not installed."""

import no_such_library  # type: ignore[import-not-found] # noqa: F401 - the mistake
