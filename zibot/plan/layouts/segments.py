"""Where the areas of an outline begin and end: its sections, its areas, and what stands outside of both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from zibot.plan.layouts.areas import known_area
from zibot.plan.layouts.columns import normal
from zibot.plan.layouts.paragraphs import ENDING, Paragraph

_RESULT = re.compile(r"(?:KOMPONEN |INDIKATOR |UKURAN |SASARAN |TARGET |AREA )?HASIL"
                     r"(?: YANG (?:DIHARAPKAN|INGIN DICAPAI))?(?: PEMBANGUNAN.*)?"
                     r"|KOMPONEN HASIL\b.*|UKURAN KEBERHASILAN\b.*")  # fmt: skip
_PLAN = re.compile(
    r".*\b(?:RENCANA (?:AKSI|KERJA|KEGIATAN|TINDAK)|PENGUNGKIT|PROGRAM KERJA|LANGKAH(?: LANGKAH)?|AREA PERUBAHAN"
    r"|URAIAN KEGIATAN|PROGRAM DAN KEGIATAN|PELAKSANAAN KEGIATAN)\b.*"
)
_CLOSING = re.compile(r"PENUTUP|DAFTAR (?:ISI|PUSTAKA|LAMPIRAN)|LAMPIRAN\b.*|KOMPONEN HASIL\b.*")
_OTHER = re.compile(
    r"DASAR(?: HUKUM)?|LANDASAN HUKUM"
    r"|(?:MAKSUD|TUJUAN|SASARAN|TARGET|MANFAAT)(?: DAN (?:TUJUAN|SASARAN|MANFAAT|TARGET))?"
    r"|LATAR BELAKANG|PENDAHULUAN|RUANG LINGKUP|PENGERTIAN|KATA PENGANTAR|SISTEMATIKA\b.*|GAMBARAN UMUM\b.*|PROFIL\b.*"
    r"|(?:RENCANA )?ANGGARAN|PEMBIAYAAN|VISI\b.*|MISI\b.*|SUSUNAN TIM\b.*"
)
_LEAD = re.compile(
    r"(?:PROGRAM|AREA(?: PERUBAHAN)?|BIDANG|POKJA|KELOMPOK KERJA|KOMPONEN|PENGUATAN(?= MANAJEMEN PERUBAHAN)) "
)
_VERB = re.compile(
    r"\b(?:bertujuan|adalah|merupakan|dilakukan|dilaksanakan|diharapkan|ditujukan|memiliki|dengan|akan|telah)\b", re.I
)
_TOPS = re.compile(r"#*(?:[AI1]\.?|BAB [AI1])|#+")


@dataclass(slots=True)
class Segment:
    """A section or an area with its paragraphs; `kind` is area, plan, result, other or closing."""

    kind: str
    heading: Paragraph
    known: int | None = None
    within: str = ""
    """The kind of the section in which an area stands."""
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """The number that its heading is marked with."""
        return self.heading.marker.number if self.heading.marker else None

    @property
    def has_lists(self) -> bool:
        """Whether anything is listed in it."""
        return any(paragraph.marker for paragraph in self.paragraphs)


def segments_of(paragraphs: Sequence[Paragraph]) -> list[Segment]:
    """The sections and areas of a document in order; what stands before the first and after the signature is left."""
    found: list[Segment] = []
    section: Segment | None = None
    current: Segment | None = None
    ended: Segment | None = None
    for paragraph in paragraphs:
        if paragraph.marker is None and ENDING.match(paragraph.text):
            ended, section, current = current or ended, None, None
            continue
        if current is None and ended and _goes_on(paragraph, ended):
            current = ended  # what looked like the signature was part of the plan
        begun = _begun(paragraph, current, section)
        if begun is None:
            if current:
                current.paragraphs.append(paragraph)
            continue
        if begun.kind != "area":
            section = begun
        elif current and current.kind == "area" and begun.known == current.known and begun.known:
            continue  # a page repeats the name of its area
        current = replace(begun, within=section.kind if section else "")
        found.append(current)
    return found


def _goes_on(paragraph: Paragraph, segment: Segment) -> bool:
    """Whether a paragraph goes on with a list of a segment that seemed to have ended."""
    marker = paragraph.marker
    last = next((one.marker for one in reversed(segment.paragraphs) if one.style == paragraph.style), None)
    return bool(marker and last and last.number and marker.number == last.number + 1)


def area_of(text: str) -> int | None:
    """The usual number of the area that a heading names, also as "Program …" or with its weight in brackets."""
    plain = re.sub(r"\s*\([^()]*\)\s*$", "", text).strip()
    if len(plain) > 100 or _VERB.search(plain):
        return None
    return known_area(plain) or known_area(_LEAD.sub("", normal(plain)))


def _begun(paragraph: Paragraph, current: Segment | None, section: Segment | None) -> Segment | None:
    """The section or area that a paragraph begins, or None."""
    area = current if current and current.kind == "area" else None
    known = area_of(paragraph.text)
    if known and not (area and known == area.known and paragraph.marker and not _alike(paragraph, area.heading)):
        return Segment("area", paragraph, known)
    kind = _section_kind(paragraph, area, section)
    if kind:
        return Segment(kind, paragraph)
    if area and _follows(paragraph, area):
        return Segment("area", paragraph)
    return None


def _section_kind(paragraph: Paragraph, area: Segment | None, section: Segment | None) -> str | None:
    words = normal(paragraph.text)
    if len(words) > 100 or (paragraph.text.endswith((";", ".", ":")) and not paragraph.text.isupper()):
        return None
    if paragraph.marker and not _TOPS.fullmatch(paragraph.style):
        return None
    in_use = area is not None and any(one.style == paragraph.style for one in area.paragraphs)
    capitals = paragraph.text.isupper()
    if area:
        next_section = bool(
            section and paragraph.marker and _alike(paragraph, section.heading) and not _alike(paragraph, area.heading)
            and not in_use and paragraph.marker.number == (section.number or 0) + 1
        )  # fmt: skip
        if not next_section and not (_CLOSING.fullmatch(words) and (capitals or not in_use)):
            return None
    elif not (paragraph.marker or capitals):
        return None
    if _RESULT.fullmatch(words):
        return "result"
    if _CLOSING.fullmatch(words) or _OTHER.fullmatch(words):
        return "other"
    if _PLAN.fullmatch(words):
        return "plan"
    return "other" if area else None


def _follows(paragraph: Paragraph, area: Segment) -> bool:
    """Whether a heading of an unknown name is the next area: marked alike, numbered next, written alike."""
    marker = paragraph.marker
    if marker is None or not _alike(paragraph, area.heading) or marker.number is None:
        return False
    if marker.number != (area.number or 0) + 1 or len(paragraph.text) > 100 or paragraph.text.endswith((".", ";", ":")):
        return False
    in_use = any(one.style == paragraph.style for one in area.paragraphs)
    capitals = area.heading.text.isupper()
    return area.has_lists and (paragraph.text.isupper() if capitals else not in_use)


def _alike(one: Paragraph, other: Paragraph) -> bool:
    return bool(one.style) and one.style == other.style
