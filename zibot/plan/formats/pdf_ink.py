"""pdfminer's reading of a page and what it leaves out: what clips a thing, which text is hidden."""

from collections.abc import Iterator, Sequence

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTComponent, LTContainer, LTPage
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFStackT, PDFTextState
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, PathSegment, apply_matrix_pt
from pdfplumber.page import Page

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the page's lower left corner."""

_MOST_LETTERS = 60_000
_MOST_POINTS = 30_000
_SILENT = 3  # the mode in which text is printed without ink: what a scanner recognised


class PageTooFull(Exception):
    """The page holds more letters or lines than any plan: a drawn map, or an attack."""


class Ink(PDFPageAggregator):
    """The things on a page; `clip` is the box within which things are painted now."""

    clip: Box | None = None
    hidden = 0
    """How many letters were printed without ink, or before a picture that covers most of the page."""
    letters = 0
    points = 0

    def __init__(self, page: Page) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
        self._clips: dict[int, Box] = {}
        self._silent = False

    def clip_of(self, thing: LTComponent) -> Box | None:
        """The box within which a thing is seen; None where it is the page."""
        return self._clips.get(id(thing))

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Print letters, and note whether they are seen."""
        self._silent = textstate.render == _SILENT
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0917 - pdfminer's own signature
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Print a letter."""
        width = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        self.letters += 1
        self.hidden += self._silent
        self._note(len(self.cur_item) - 1)
        return width

    def paint_path(
        self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        """Draw a line or a box."""
        before = len(self.cur_item)
        self.points += len(path)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        self._note(before)

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Draw a picture; one as large as the page hides what was printed before."""
        super().render_image(name, stream)
        see_through = any(stream.get(key) for key in ("SMask", "Mask", "ImageMask"))  # a watermark, most likely
        if not see_through and self.cur_item.width * self.cur_item.height > 0.6 * self._page_area():
            self.hidden = self.letters

    def _page_area(self) -> float:
        page = self._stack[0] if self._stack else self.cur_item
        return page.width * page.height

    def _note(self, first: int) -> None:
        if self.letters > _MOST_LETTERS or self.points > _MOST_POINTS:
            raise PageTooFull
        if self.clip:
            for thing in self.cur_item._objs[first:]:
                self._clips[id(thing)] = self.clip


class _Interpreter(PDFPageInterpreter):
    """Follows the clipping paths as far as their boxes go."""

    device: Ink

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self._saved: list[Box | None] = []

    def do_q(self) -> None:
        super().do_q()
        self._saved.append(self.device.clip)

    def do_Q(self) -> None:
        super().do_Q()
        if self._saved:
            self.device.clip = self._saved.pop()

    def do_W(self) -> None:
        numbers = [step[1:] for step in self.curpath]
        points = [
            apply_matrix_pt(self.ctm, (float(step[at]), float(step[at + 1])))
            for step in numbers
            for at in range(0, len(step) - 1, 2)
        ]
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            left, bottom, right, top = self.device.clip or (min(xs), min(ys), max(xs), max(ys))
            self.device.clip = max(left, min(xs)), max(bottom, min(ys)), min(right, max(xs)), min(top, max(ys))

    def do_W_a(self) -> None:
        self.do_W()

    def do_Do(self, xobjid_arg: PDFStackT) -> None:
        clip = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = clip


def ink_of(page: Page) -> tuple[Ink, LTPage]:
    """What is drawn on a page; raises PageTooFull, and whatever pdfminer raises on a damaged one."""
    ink = Ink(page)
    _Interpreter(page.pdf.rsrcmgr, ink).process_page(page.page_obj)
    return ink, ink.get_result()


def things(container: LTContainer[LTComponent]) -> Iterator[LTComponent]:
    """The letters, lines, boxes and pictures in the order in which they are painted."""
    for thing in container:
        if isinstance(thing, LTContainer):
            yield from things(thing)
        else:
            yield thing
