"""Tests of `server/transfer/exchange_files`."""
