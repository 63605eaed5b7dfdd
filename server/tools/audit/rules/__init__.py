"""The rules of the audit, by what the settings are about."""
