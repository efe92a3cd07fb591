"""Sealing a backup with a passphrase, in the age format: opened by zibot, and by `age` where there is no zibot.

The passphrase seals a key that is made for this one backup, and the key seals the backup, which so never has to fit
into memory.
"""

from collections.abc import Iterator
from typing import IO, Any

# pyrage is imported where it is used: few backups are sealed, and it is not small.


class SealError(Exception):
    """The passphrase is not the one with which this was sealed."""


class Key:
    """A key for one backup."""

    def __init__(self, identity: Any) -> None:
        self._identity = identity

    @classmethod
    def new(cls) -> "Key":
        """A key that was never used."""
        import pyrage  # noqa: PLC0415 - see above

        return cls(pyrage.x25519.Identity.generate())

    @classmethod
    def opened(cls, sealed: bytes, passphrase: str) -> "Key":
        """The key that a passphrase opens; raises SealError."""
        import pyrage  # noqa: PLC0415 - see above

        try:
            return cls(pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(sealed, passphrase).decode().strip()))
        except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError) as error:
            raise SealError from error

    def sealed(self, passphrase: str) -> bytes:
        """The key, to be opened by a passphrase only."""
        import pyrage  # noqa: PLC0415 - see above

        sealed: bytes = pyrage.passphrase.encrypt(f"{self._identity}\n".encode(), passphrase)
        return sealed

    def seal(self, parts: Iterator[bytes], out: IO[bytes]) -> None:
        """Seal what comes in parts, part by part; raises OSError where that cannot be written."""
        import pyrage  # noqa: PLC0415 - see above

        try:
            pyrage.encrypt_io(_Read(parts), out, [self._identity.to_public()])
        except pyrage.EncryptError as error:
            raise OSError(str(error)) from error

    def open(self, source: IO[bytes], out: IO[bytes]) -> None:
        """Open what was sealed; raises OSError where it was changed or cut off."""
        import pyrage  # noqa: PLC0415 - see above

        pyrage.decrypt_io(source, out, [self._identity])


class _Read:
    """Parts that are made while they are read, as the file that pyrage wants."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = memoryview(b"")

    def read(self, size: int) -> bytes:
        """At most so many bytes; none at the end."""
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._left = memoryview(part)
        taken, self._left = self._left[:size], self._left[size:]
        return bytes(taken)
