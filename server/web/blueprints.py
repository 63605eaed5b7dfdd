"""Every page of the workbench."""

from typing import Final

from flask import Blueprint

from server.web import home

ALL: Final[tuple[Blueprint, ...]] = (home.blueprint,)
