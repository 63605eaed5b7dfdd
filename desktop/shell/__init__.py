"""A native window around any WSGI app: nothing here imports `server`.

`show.show_app` is the whole of it in one call. The parts may be used by themselves: `app_info.AppInfo`,
`process.wsgi_server`, `process.single_instance`, `preflight.requirements`, `window.main_window`. They are not
imported here, because the window brings Qt along, which a command that shows none must not wait for.
"""
