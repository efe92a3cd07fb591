"""A ten-page plan as a PDF with text and as a scan, made for the measurements."""

import io
from pathlib import Path

import pypdfium2
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

PAGES, ROWS = 10, 9
_HEADING = ("NO", "AREA", "INDIKATOR", "RENCANA AKSI", "BUKTI DUKUNG", "TARGET WAKTU", "PIC")
_WIDTHS = (30, 110, 150, 190, 150, 100, 70)
_TARGETS = (
    "Maret 2027",
    "setiap triwulan",
    "Juni, Desember 2027",
    "Januari - Desember 2027",
    "Minggu ke-2 Januari 2027",
)


def printed(file: Path) -> Path:
    """Write the plan with text and ruled tables."""
    style = getSampleStyleSheet()["BodyText"]
    style.fontSize, style.leading = 9, 11
    rows = [_HEADING] + [
        (
            str(number),
            Paragraph("Manajemen Perubahan", style),
            Paragraph(f"Kelompok kerja ke-{number} terbentuk dan bekerja sesuai pembagian tugas", style),
            Paragraph(f"Menyusun dan membahas rencana kelompok {number} bersama seluruh pegawai setiap unit", style),
            Paragraph("Undangan; Daftar hadir; Notulen; Dokumentasi", style),
            Paragraph(_TARGETS[number % len(_TARGETS)], style),
            Paragraph("Subbagian Umum", style),
        )
        for number in range(1, PAGES * ROWS + 1)
    ]
    table = Table(rows, colWidths=_WIDTHS, rowHeights=[20] + [46] * (len(rows) - 1), repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    SimpleDocTemplate(str(file), pagesize=landscape(A4), topMargin=40, bottomMargin=40).build([table])
    return file


def scanned(source: Path, file: Path) -> Path:
    """Write the pages of a PDF as pictures of 200 dots an inch, without any text."""
    with pypdfium2.PdfDocument(source) as document:
        pictures = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    first, *others = pictures
    stored = io.BytesIO()
    first.save(stored, "PDF", save_all=True, append_images=others, resolution=200)
    file.write_bytes(stored.getvalue())
    return file
