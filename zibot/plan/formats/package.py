"""Office documents are zip packages: what is locked, dangerous or broken is refused before anything is parsed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from zibot.plan.problem import PlanError, Problem

MEGABYTE = 1024 * 1024
TOTAL = 200 * MEGABYTE
MEMBER = 100 * MEGABYTE
XML = 40 * MEGABYTE
"""All XML but the sheets' (which are read row by row): a tree in memory takes about ten times its text."""
RATIO = 200
RATIO_FROM = 5 * MEGABYTE
_PROLOG = 64 * 1024


def encrypted(content: bytes) -> bool:
    """Whether it is an office document that a password locks: a package in a stream of an OLE container."""
    return content.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in content


@contextmanager
def damage_told() -> Iterator[None]:
    """Whatever the libraries throw within, the document is broken: PlanError "broken-file"."""
    try:
        yield
    except PlanError:
        raise
    except MemoryError as error:
        raise PlanError(Problem("too-large-inside")) from error
    except Exception as error:
        # Zip, XML and office libraries throw a score of kinds on damaged input, and none of them is ours.
        raise PlanError(Problem("broken-file")) from error


def check_package(path: Path) -> tuple[Problem, ...]:
    """Refuse a package that is locked, broken or far larger than its file; returns what else is worth knowing."""
    with damage_told(), ZipFile(path) as package:
        members = package.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise PlanError(Problem("password"))
        if _too_large(members):
            raise PlanError(Problem("too-large-inside"))
        if any(_declares_entities(package, member) for member in members):
            raise PlanError(Problem("broken-file"))
        macros = any(member.filename.lower().endswith("vbaproject.bin") for member in members)
    return (Problem("has-macros"),) if macros else ()


def _too_large(members: list[ZipInfo]) -> bool:
    # What a zip says of its sizes can be relied on: the library reads no more than that of a member.
    trees = sum(member.file_size for member in members if _is_xml(member) and "/worksheets/" not in member.filename)
    return (
        sum(member.file_size for member in members) > TOTAL
        or trees > XML
        or any(member.file_size > MEMBER for member in members)
        or any(
            member.file_size > RATIO_FROM and member.file_size > RATIO * max(member.compress_size, 1)
            for member in members
        )
    )


def _is_xml(member: ZipInfo) -> bool:
    return member.filename.lower().endswith((".xml", ".rels", ".vml"))


def _declares_entities(package: ZipFile, member: ZipInfo) -> bool:
    """Whether a part has a document type: no office program writes one, and entities that explode need one."""
    if not _is_xml(member):
        return False
    with package.open(member) as part:
        return b"<!DOCTYPE" in part.read(_PROLOG).replace(b"\0", b"")
