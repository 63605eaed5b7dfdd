"""Removal of secrets from SQL: values that belong to a column with a secret name, never names themselves."""
