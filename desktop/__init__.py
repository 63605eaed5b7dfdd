"""The native shell: it knows the workbench only as a WSGI callable."""
