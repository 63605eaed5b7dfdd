"""The same planner behind Werkzeug's interactive debugger, as debug mode would have it."""

import os

from app import app
from werkzeug.debug import DebuggedApplication

os.environ["WERKZEUG_DEBUG_PIN"] = "271-828-182"
app.config["PROPAGATE_EXCEPTIONS"] = True
app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)
