"""The workbench: a Flask app that runs other Flask apps behind glass."""
