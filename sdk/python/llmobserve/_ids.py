"""UUIDv7: ids that begin with their time, which is what a database index likes best."""

from __future__ import annotations

import os
import time


def uuid7() -> str:
    """A new id (RFC 9562): 48 bits of milliseconds, then 74 bits from the operating system.

    The randomness is not the `random` module's: an application may seed that one, and a forked child would repeat it.
    """
    value = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
