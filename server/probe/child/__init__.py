"""The probe: what runs inside a guest's interpreter, on Python 3.9 and later, with its library alone."""
