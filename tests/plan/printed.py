"""PDF files printed for the tests: tables on pages, prose, marks, and what else offices print."""

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, TableStyle

from zibot.plan.document import Document, Row
from zibot.plan.formats import pdf

SMALL = ParagraphStyle("small", fontName="Helvetica", fontSize=8, leading=10)
MARK = ParagraphStyle("mark", fontName="ZapfDingbats", fontSize=9, leading=10)
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
WIDTHS = (1.5, 4, 5, 6, 5, 4)  # centimetres
MONTHS = ("JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI")

Style = tuple[object, ...]
CellText = str | Flowable


class Turned(Flowable):
    """A heading that reads upwards."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def wrap(self, *_: float) -> tuple[float, float]:
        return 10, 50

    def draw(self) -> None:
        self.canv.rotate(90)
        self.canv.setFont("Helvetica", 8)
        self.canv.drawString(2, -8, self.text)


def check() -> Paragraph:
    """A check mark as Zapf Dingbats prints it."""
    return Paragraph("\u2714", MARK)


def table(
    rows: Sequence[Sequence[CellText]],
    *styles: Style,
    widths: Sequence[float] = WIDTHS,
    repeated: int = 0,
    ruled: bool = True,
) -> LongTable:
    """A table whose rows may run over pages; `widths` in centimetres, `repeated` heading rows on each page."""
    cells = [[Paragraph(cell, SMALL) if isinstance(cell, str) else cell for cell in row] for row in rows]
    made = LongTable(cells, colWidths=[width * cm for width in widths], repeatRows=repeated)
    made.setStyle(TableStyle([*([GRID] if ruled else []), *styles]))
    return made


def printed(path: Path, *parts: str | Flowable, password: str | None = None, owner: str | None = None) -> Path:
    """Print paragraphs and tables on wide pages, each page with its number at the foot."""
    encrypt = StandardEncryption(password or "", ownerPassword=owner) if password or owner else None
    made = SimpleDocTemplate(str(path), pagesize=landscape(A4), encrypt=encrypt, invariant=1)
    flow = [Paragraph(part, SMALL) if isinstance(part, str) else part for part in parts]

    def number(canvas: Canvas, _: object) -> None:
        canvas.drawString(400, 20, f"- {canvas.getPageNumber()} -")

    made.build(flow, onFirstPage=number, onLaterPages=number)
    return path


def drawn(path: Path, *pages: Callable[[Canvas], None], size: tuple[float, float] = A4) -> Path:
    """Draw each page by hand."""
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path) -> Document:
    """Read a PDF file and hear nothing of the progress."""
    return pdf.read(path, told=lambda _page, _pages: None)


def tables(document: Document) -> list[Row]:
    """The rows that belong to tables."""
    return [row for row in document.rows if not row.is_prose]


def prose(document: Document) -> list[str]:
    """The text outside of tables, line by line."""
    return [row.cells[0] for row in document.rows if row.is_prose]
