"""The AppArmor profile that grants the web engine's sandbox its user namespaces."""


def apparmor_profile(name: str, program: str) -> str:
    """Return a profile that confines nothing and allows user namespaces to `program` and its web engine.

    Ubuntu 24.04 and later grant unprivileged user namespaces only to programs with such a profile.
    """
    folder = program.rpartition("/")[0]
    return f"""\
# Allow the sandbox of the web engine to create user namespaces; nothing else is confined.
abi <abi/4.0>,
include <tunables/global>

profile {name} {folder}/{{{name},_internal/PySide6/Qt/libexec/QtWebEngineProcess}} flags=(unconfined) {{
  userns,

  include if exists <local/{name}>
}}
"""
