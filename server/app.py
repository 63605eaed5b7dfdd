"""The workbench as a Flask app."""

from flask import Flask

from server import resources as resource_files
from server.services import Services
from server.web import blueprints
from server.web.base import context, errors, exchange_globals, i18n, template_context, template_filters
from server.web.security.guard import MOST_BODY, Guard
from server.web.security.keys import Keys


def create_app(services: Services, keys: Keys) -> Flask:
    """The workbench on these services, behind the guard of these keys."""
    resources = resource_files.find()
    app = Flask(
        __name__,
        template_folder=str(resources.templates),
        static_folder=str(resources.static),
        static_url_path="/static",
    )
    app.config.update(MAX_CONTENT_LENGTH=MOST_BODY, MAX_FORM_MEMORY_SIZE=MOST_BODY, MAX_FORM_PARTS=2000)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[context.SERVICES] = services
    app.extensions[context.RESOURCES] = resources
    i18n.install(app, resources)
    template_context.install(app, keys)
    template_filters.install(app)
    exchange_globals.register(app)
    errors.install(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    app.wsgi_app = Guard(app.wsgi_app, keys, explain=errors.explaining(app))  # type: ignore[method-assign]  # Flask's documented way to add middleware
    return app
