"""Builds what git does not hold: the front-end bundle and the compiled translations."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before every wheel and editable build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end and the translations into the source tree."""
