"""An app whose module starts a server while it is imported."""

from flask import Flask
from werkzeug.serving import run_simple

app = Flask(__name__)
run_simple("localhost", 5079, app)
