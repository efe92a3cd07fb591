"""What the libraries take by themselves: pdfplumber's own tables of a PDF, or tesseract on each page of a scan."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pdfplumber
import pypdfium2
import pytesseract


def main(kind: str, name: str) -> None:
    """Read a file the plain way, two pages at a time where letters are recognised."""
    if kind == "pdf":
        with pdfplumber.open(name) as document:
            print(sum(len(table) for page in document.pages for table in page.extract_tables()))
        return
    with pypdfium2.PdfDocument(Path(name)) as document:
        pictures = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    with ThreadPoolExecutor(2) as two:
        print(sum(map(len, two.map(lambda picture: pytesseract.image_to_string(picture, lang="ind"), pictures))))


if __name__ == "__main__":
    main(*sys.argv[1:3])
