"""Requests that are not yet an exchange: pasted, saved, filled in with variables, or sent many times."""
