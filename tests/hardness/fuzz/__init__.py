"""Random input for everything that reads what strangers wrote: no crash, no hang, no wrong yes."""
