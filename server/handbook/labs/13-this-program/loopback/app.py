"""The same diary behind a guard."""

from guard import Guard
from notebook import make

app = make()
app.wsgi_app = Guard(app.wsgi_app)
