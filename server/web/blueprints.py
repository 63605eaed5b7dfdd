"""List the blueprints of the workbench."""

from typing import Final

from flask import Blueprint

from server.web.about import routes as about
from server.web.base import store_notice
from server.web.bench import debugging, exchanges, on_save, stream
from server.web.bench import routes as bench
from server.web.diagnostics import routes as diagnostics
from server.web.editor import routes as editor
from server.web.handbook import routes as handbook
from server.web.history import compare, files, marks
from server.web.home import routes as home
from server.web.home import tour
from server.web.mail import routes as mail
from server.web.open_app import folder_browser
from server.web.open_app import routes as open_app
from server.web.palette import routes as palette
from server.web.project import routes as project
from server.web.requests import routes as requests
from server.web.requests import series
from server.web.settings import routes as settings
from server.web.settings import transfer
from server.web.tools import access, tokens
from server.web.tools import routes as tools

ALL: Final[tuple[Blueprint, ...]] = (
    home.blueprint,
    palette.blueprint,
    tour.blueprint,
    open_app.blueprint,
    folder_browser.blueprint,
    bench.blueprint,
    project.blueprint,
    requests.blueprint,
    series.blueprint,
    tools.blueprint,
    tokens.blueprint,
    access.blueprint,
    on_save.blueprint,
    exchanges.blueprint,
    debugging.blueprint,
    compare.blueprint,
    editor.blueprint,
    marks.blueprint,
    files.blueprint,
    mail.blueprint,
    stream.blueprint,
    store_notice.blueprint,
    handbook.blueprint,
    settings.blueprint,
    transfer.blueprint,
    diagnostics.blueprint,
    about.blueprint,
)
