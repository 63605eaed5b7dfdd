"""Environment variables of ours that must not reach a guest."""

OURS = {
    "LD_LIBRARY_PATH": "/opt/fumehood/_internal",
    "QT_QPA_PLATFORM": "xcb",
    "QTWEBENGINE_CHROMIUM_FLAGS": "--x",
    "_PYI_APPLICATION_HOME_DIR": "/opt/fumehood",
    "PYTHONHOME": "/opt/fumehood",
    "FUMEHOOD_ANYTHING": "1",
    "FLASK_APP": "ours.py",
    "FLASK_DEBUG": "1",
    "FLASK_RUN_PORT": "80",
    "WERKZEUG_RUN_MAIN": "true",
    "PYTEST_CURRENT_TEST": "t",
}
