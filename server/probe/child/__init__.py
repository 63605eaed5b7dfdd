"""The probe: what runs inside a guest's interpreter, with the standard library alone, on Python 3.9 and later."""
