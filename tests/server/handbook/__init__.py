"""Tests of the handbook's engine and of its labs."""
