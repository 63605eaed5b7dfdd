"""Runs the user's apps as guests: their processes, the channel from their probes, and requests to them.

This package imports nothing by itself. The command line needs single modules of it, such as
`requests.builder`, and would otherwise load all the others, and Flask, on every start.
"""
