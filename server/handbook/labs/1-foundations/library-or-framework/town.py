"""The old shop at the front door, as ever, and Flask in a side room."""

import app as bakery
from shop import old_shop
from werkzeug.middleware.dispatcher import DispatcherMiddleware

app = DispatcherMiddleware(old_shop, {"/new": bakery.app})
