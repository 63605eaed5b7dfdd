"""Tests of the way to wake a server on greenlets."""

import select

from server.probe.child.guest.servers.wake_up import WakeUp


def test_sending_ends_the_wait_for_the_reader() -> None:
    """Sending again changes nothing."""
    wake_up = WakeUp()
    assert select.select([wake_up.reader], [], [], 0)[0] == []
    wake_up.send()
    wake_up.send()
    assert select.select([wake_up.reader], [], [], 20)[0] == [wake_up.reader]
    wake_up._reader.close()
    wake_up._writer.close()
