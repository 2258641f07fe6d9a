"""Files to send, made of bytes: a PDF with so many pages, a DOCX, a picture, a photo of a page."""

import io
import textwrap
import zipfile
from importlib import resources

import docx
from PIL import Image, ImageDraw, ImageFont


def pdf(pages: int = 2, *, says: str = "Bao cao", heavy: int = 0) -> bytes:
    """A PDF whose pages say what they are; with `heavy` more bytes that nothing shows."""
    parts: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>"
        % (b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(pages)), pages),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in range(pages):
        words = b"BT /F1 36 Tf 60 700 Td (%s, trang %d) Tj ET" % (says.encode("ascii"), number + 1)
        parts += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (5 + 2 * number),
            b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        ]
    if heavy:
        parts.append(b"<</Length %d>>stream\n%s\nendstream" % (heavy, b"%" * heavy))
    made = io.BytesIO(b"%PDF-1.4\n")
    made.seek(0, io.SEEK_END)
    places = []
    for number, part in enumerate(parts, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj%s\nendobj\n" % (number, part))
    start = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    made.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    made.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))
    return made.getvalue()


def word(*paragraphs: str, heading: str = "Báo cáo") -> bytes:
    """A DOCX with a heading, paragraphs, a list and a table."""
    paper = docx.Document()
    paper.add_heading(heading, 1)
    for text in paragraphs:
        paper.add_paragraph(text)
    for text in ("Một", "Hai"):
        paper.add_paragraph(text, style="List Number")
    table = paper.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Tổ", "Văn"
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind)
    return made.getvalue()


def zipped(*parts: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts:
            packed.writestr(name, body)
    return made.getvalue()


def page(heading: str, *paragraphs: str) -> bytes:
    """A photo of a page that somebody wrote: a little turned, on a desk."""
    letters = resources.files("giotay.fonts")
    sheet = Image.new("RGB", (900, 1200), "#fbf8ef")
    pen = ImageDraw.Draw(sheet)
    with (
        resources.as_file(letters / "Tinos-Bold.ttf") as bold,
        resources.as_file(letters / "Tinos-Italic.ttf") as slant,
    ):
        pen.text((450, 110), heading, "#20242c", ImageFont.truetype(str(bold), 44), anchor="mm")
        row = 200
        for paragraph in paragraphs:
            for line in textwrap.wrap(paragraph, 46):
                pen.text((90, row), line, "#1d2f73", ImageFont.truetype(str(slant), 36))
                row += 54
            row += 30
    desk = Image.new("RGB", (1000, 1300), "#8a7a66")
    desk.paste(sheet, (50, 50))
    made = io.BytesIO()
    desk.rotate(1.2, Image.Resampling.BICUBIC, fillcolor="#8a7a66").save(made, "JPEG", quality=82)
    return made.getvalue()
