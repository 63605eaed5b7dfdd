"""Assemble the workbench as a Flask app."""

from flask import Flask

from server import resources as resource_files
from server.services import Services
from server.web import blueprints
from server.web.base import (
    context,
    errors,
    exchange_globals,
    hand_over,
    i18n,
    store_notice,
    template_context,
    template_filters,
)
from server.web.base.printable_pages import PrintableEnvironment
from server.web.security.guard import MAX_BODY_BYTES, Guard
from server.web.security.keys import Keys


class _Workbench(Flask):
    """A Flask app whose templates show nothing invisible."""

    jinja_environment = PrintableEnvironment


def create_app(services: Services, keys: Keys) -> Flask:
    """Return the workbench on `services`; its guard lets in the browser that has the secrets of `keys`."""
    resources = resource_files.find()
    app = _Workbench(
        __name__,
        template_folder=str(resources.templates),
        static_folder=str(resources.static),
        static_url_path="/static",
    )
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES, MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES, MAX_FORM_PARTS=2000
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    context.register(app, services, resources)
    i18n.register(app, resources)
    template_context.register(app)
    template_filters.register(app)
    exchange_globals.register(app)
    store_notice.register(app)
    errors.register(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    app.wsgi_app = Guard(  # type: ignore[method-assign]  # Flask's documented way to add middleware
        app.wsgi_app,
        keys,
        explain=errors.refusal_page(app),
        hand_over=hand_over.hand_over_page(app, keys),
    )
    return app
