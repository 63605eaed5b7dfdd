"""Needs what is not there."""

import no_such_library  # noqa: F401 - the mistake under test
