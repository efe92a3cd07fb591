"""Made pictures of the kinds that an office sends: rooms with people, streets, letters, attendance lists, screens."""

import io
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

WIDE, TALL = (960, 720), (720, 1018)
_WORDS = """
rapat tim kerja zona integritas pembangunan laporan kegiatan pelaksanaan evaluasi monitoring pegawai negeri sipil
komisi pemilihan umum kabupaten pelayanan publik pengawasan gratifikasi pengaduan masyarakat standar prosedur
undangan daftar hadir notulen dokumentasi sekretaris divisi hukum bagian teknis semester triwulan anggaran
sosialisasi pedoman tindak lanjut hasil kesepakatan bersama ruang aula gedung hari tanggal pukul agenda
"""
_NAMES = "Ani Budi Citra Dedi Eka Fajar Gita Hadi Indah Joko Kartika Lukman Maya Nanda Oki Putri Rizky Sari Tono"


def _words(of: random.Random, count: int) -> str:
    return " ".join(of.choice(_WORDS.split()) for _ in range(count))


def _lines(draw: ImageDraw.ImageDraw, of: random.Random, box: tuple[int, int, int, int], *, size: int = 13) -> None:
    """Fill a box with lines of words, ragged at the right, with paragraphs."""
    left, top, right, bottom = box
    font = ImageFont.load_default(size)
    y, rest = top, of.randint(2, 7)
    while y < bottom - size:
        rest -= 1
        width = (right - left) * (of.uniform(0.2, 0.8) if rest == 0 else 1)
        text = _words(of, 22)
        while draw.textlength(text, font=font) > width:
            text = text.rpartition(" ")[0]
        draw.text((left, y), text, fill="#222222", font=font)
        y += int(size * 1.5)
        if rest == 0:
            y, rest = y + size, of.randint(2, 7)


def _head(draw: ImageDraw.ImageDraw, template: int) -> None:
    """The head of a letter: each template has its own."""
    of = random.Random(template)
    draw.ellipse([60, 40, 120, 100], fill=f"hsl({of.randint(0, 359)},60%,45%)")
    draw.text((150, 44), "KOMISI PEMILIHAN UMUM", fill="black", font=ImageFont.load_default(24))
    draw.text((150, 74), f"KABUPATEN {_words(of, 1).upper()}", fill="black", font=ImageFont.load_default(20))
    draw.line([50, 112, 670, 112], fill="black", width=3)


def letter(template: int, text: int) -> Image.Image:
    """A letter on an office's paper: the same template, another text."""
    of = random.Random(f"letter {template} {text}")
    page = Image.new("RGB", TALL, "#fdfdfb")
    draw = ImageDraw.Draw(page)
    _head(draw, template)
    font = ImageFont.load_default(14)
    for row, name in enumerate(("Nomor", "Sifat", "Lampiran", "Perihal")):
        draw.text(
            (60, 130 + row * 22),
            f"{name}    : {_words(of, of.randint(1, 4))} {of.randint(1, 400)}",
            fill="black",
            font=font,
        )
    _lines(draw, of, (60, 240, 660, of.randint(560, 780)))
    draw.text((440, 820), "Sekretaris,", fill="black", font=font)
    _signature(draw, of, 450, 860)
    draw.text((440, 920), of.choice(_NAMES.split()), fill="black", font=font)
    return _paper(page, of)


def attendance(template: int, text: int) -> Image.Image:
    """An attendance list: the same table and the same names each month, other signatures."""
    people, of = random.Random(template), random.Random(f"list {template} {text}")
    page = Image.new("RGB", TALL, "#fefefe")
    draw = ImageDraw.Draw(page)
    _head(draw, template)
    font = ImageFont.load_default(14)
    draw.text((280, 126), "DAFTAR HADIR", fill="black", font=ImageFont.load_default(20))
    draw.text((60, 160), f"Hari/Tanggal : {of.randint(1, 28)} {_words(of, 2)} 2027", fill="black", font=font)
    draw.text((60, 182), f"Acara : {_words(of, 5)}", fill="black", font=font)
    for row in range(20):
        y = 220 + row * 36
        draw.rectangle([50, y, 670, y + 36], outline="black")
        draw.text((60, y + 10), str(row + 1), fill="black", font=font)
        draw.text(
            (100, y + 10), f"{people.choice(_NAMES.split())} {people.choice(_NAMES.split())}", fill="black", font=font
        )
        draw.text((300, y + 10), _words(people, 2)[:22], fill="black", font=font)
        if of.random() < 0.8:
            _signature(draw, of, 500 + of.randint(0, 60), y + 8)
    for x in (90, 290, 490):
        draw.line([x, 220, x, 940], fill="black")
    return _paper(page, of)


def _signature(draw: ImageDraw.ImageDraw, of: random.Random, x: int, y: int) -> None:
    points = [(x + i * of.uniform(7, 11), y + of.uniform(-6, 24)) for i in range(of.randint(6, 11))]
    draw.line(points, fill="#1b2a80", width=2, joint="curve")


def _paper(page: Image.Image, of: random.Random) -> Image.Image:
    """Light and grain of a page that was scanned, or photographed a little askew."""
    if of.random() < 0.5:
        page = page.rotate(of.uniform(-1.5, 1.5), Image.Resampling.BILINEAR, fillcolor="#e8e6e0")
    return _grain(_light(page, of), of, 3)


def _light(picture: Image.Image, of: random.Random) -> Image.Image:
    """A slow change of light across the picture."""
    slope = Image.linear_gradient("L").rotate(of.choice([0, 90, 180, 270])).resize(picture.size)
    depth = of.randint(5, 45)
    shade = slope.point(lambda value: 255 - value * depth // 255).convert("RGB")
    return ImageChops.multiply(picture, shade)


def _grain(picture: Image.Image, of: random.Random, strength: float) -> Image.Image:
    noise = np.random.default_rng(of.getrandbits(32)).normal(0, strength, (picture.height, picture.width, 1))
    return Image.fromarray((np.asarray(picture, dtype=np.float32) + noise).clip(0, 255).astype(np.uint8))


def room(place: int, moment: int) -> Image.Image:
    """A meeting in a room: the place stays, people, light and where the phone is held change with the moment."""
    fixed, of = random.Random(f"room {place}"), random.Random(f"room {place} {moment}")
    canvas = Image.new(
        "RGB", (1120, 840), f"hsl({fixed.randint(0, 359)},{fixed.randint(5, 25)}%,{fixed.randint(55, 85)}%)"
    )
    draw = ImageDraw.Draw(canvas)
    draw.rectangle([0, 520, 1120, 840], fill=f"hsl({fixed.randint(0, 60)},25%,{fixed.randint(25, 55)}%)")
    for _ in range(fixed.randint(2, 5)):
        x, y = fixed.randint(0, 960), fixed.randint(20, 260)
        draw.rectangle(
            [x, y, x + fixed.randint(80, 260), y + fixed.randint(80, 220)], fill=_colour(fixed), outline="#333333"
        )
    banner = fixed.randint(150, 500)
    draw.rectangle([banner, 60, banner + 420, 190], fill=_colour(fixed))
    draw.text((banner + 20, 80), _words(fixed, 3).upper(), fill="white", font=ImageFont.load_default(30))
    draw.text((banner + 20, 130), _words(fixed, 4), fill="white", font=ImageFont.load_default(22))
    draw.polygon([(150, 840), (330, 540), (800, 540), (1000, 840)], fill=_colour(fixed))
    for _ in range(of.randint(5, 14)):
        _person(draw, of, of.randint(40, 1060), of.randint(420, 700))
    return _shot(canvas, of)


def _colour(of: random.Random) -> str:
    return f"hsl({of.randint(0, 359)},{of.randint(15, 70)}%,{of.randint(20, 80)}%)"


def _person(draw: ImageDraw.ImageDraw, of: random.Random, x: int, y: int) -> None:
    size = 30 + (y - 400) // 6
    draw.ellipse(
        [x - size // 2, y - size, x + size // 2, y + size // 4],
        fill=f"hsl({of.randint(15, 35)},45%,{of.randint(35, 65)}%)",
    )
    draw.pieslice(
        [x - size // 2, y - size - 4, x + size // 2, y + size // 6],
        180,
        360,
        fill=of.choice(["#1a1512", "#2b2b2b", "#7a5a8a", "#e9e4da"]),
    )
    draw.rounded_rectangle([x - size, y + size // 4, x + size, y + size * 3], size // 2, fill=_colour(of))


def _shot(canvas: Image.Image, of: random.Random) -> Image.Image:
    """What a phone makes of it: its place and angle, its light, its noise."""
    turned = canvas.rotate(of.uniform(-3, 3), Image.Resampling.BILINEAR)
    left, top = 80 + of.randint(-40, 40), 60 + of.randint(-30, 30)
    seen = turned.crop((left, top, left + WIDE[0], top + WIDE[1]))
    seen = ImageEnhance.Brightness(seen.filter(ImageFilter.GaussianBlur(of.uniform(0.4, 1.2)))).enhance(
        of.uniform(0.8, 1.15)
    )
    return _grain(_light(seen, of), of, 5)


def burst(place: int, moment: int) -> Image.Image:
    """The same meeting some seconds later: most people stay where they are, some have moved."""
    scene, of = random.Random(f"burst {place}"), random.Random(f"burst {place} {moment}")
    canvas = Image.new("RGB", (1120, 840), _colour(scene))
    draw = ImageDraw.Draw(canvas)
    draw.rectangle([0, 500, 1120, 840], fill=_colour(scene))
    for _ in range(5):
        x, y = scene.randint(0, 960), scene.randint(20, 260)
        draw.rectangle([x, y, x + scene.randint(80, 260), y + scene.randint(80, 220)], fill=_colour(scene))
    for _ in range(9):
        x, y, body = scene.randint(120, 1000), scene.randint(430, 680), random.Random(scene.getrandbits(32))
        if of.random() < 0.5:
            x, y = x + of.randint(-50, 50), y + of.randint(-25, 25)
        _person(draw, body, x, y)
    return _shot(canvas, of)


def outside(number: int) -> Image.Image:
    """A view outdoors: sky, houses, trees and people."""
    of = random.Random(f"outside {number}")
    noise = np.random.default_rng(number).normal(128, of.randint(30, 90), (45, 60)).clip(0, 255).astype(np.uint8)
    clouds = Image.fromarray(noise).resize((1120, 840), Image.Resampling.BICUBIC)
    sky = Image.new("RGB", (1120, 840), f"hsl({of.randint(190, 220)},50%,{of.randint(60, 80)}%)")
    canvas = Image.blend(sky, clouds.convert("RGB"), 0.2)
    draw = ImageDraw.Draw(canvas)
    draw.rectangle([0, of.randint(430, 600), 1120, 840], fill=_colour(of))
    for _ in range(of.randint(2, 6)):
        x, y, wide = of.randint(0, 1000), of.randint(150, 480), of.randint(90, 320)
        draw.rectangle([x, y, x + wide, 640], fill=_colour(of))
        draw.polygon([(x - 15, y), (x + wide // 2, y - of.randint(30, 120)), (x + wide + 15, y)], fill=_colour(of))
    for _ in range(of.randint(3, 25)):
        x, y, size = of.randint(0, 1120), of.randint(300, 620), of.randint(30, 110)
        draw.ellipse(
            [x - size, y - size, x + size, y + size], fill=f"hsl({of.randint(80, 140)},45%,{of.randint(20, 45)}%)"
        )
    for _ in range(of.randint(0, 9)):
        _person(draw, of, of.randint(40, 1080), of.randint(440, 720))
    return _shot(canvas, of)


def screen(template: int, text: int) -> Image.Image:
    """A screenshot of a web page or a table: the same application, another content."""
    fixed, of = random.Random(f"screen {template}"), random.Random(f"screen {template} {text}")
    page = Image.new("RGB", WIDE, "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle([0, 0, 960, 56], fill=_colour(fixed))
    draw.rectangle([0, 56, 180, 720], fill=_colour(fixed))
    for row in range(8):
        draw.text((16, 80 + row * 36), _words(fixed, 2), fill="white", font=ImageFont.load_default(15))
    draw.text((210, 76), _words(of, 4).title(), fill="#222222", font=ImageFont.load_default(24))
    for row in range(14):
        y = 130 + row * 40
        draw.line([210, y, 930, y], fill="#cccccc")
        for column in range(4):
            draw.text(
                (214 + column * 180, y + 10),
                f"{_words(of, 1)} {of.randint(1, 999)}",
                fill="#333333",
                font=ImageFont.load_default(14),
            )
    return page


def poster(number: int) -> Image.Image:
    """A poster: large words on colours."""
    of = random.Random(f"poster {number}")
    page = Image.new("RGB", TALL, _colour(of))
    draw = ImageDraw.Draw(page)
    for _ in range(of.randint(3, 8)):
        x, y = of.randint(-60, 600), of.randint(-60, 900)
        draw.ellipse([x, y, x + of.randint(80, 420), y + of.randint(80, 420)], fill=_colour(of))
    for row in range(of.randint(3, 8)):
        draw.text(
            (60, 90 + row * 104),
            _words(of, 2).upper(),
            fill=of.choice(["white", "black", "#ffe14d"]),
            font=ImageFont.load_default(of.randint(34, 58)),
        )
    return _grain(page, of, 2)


def jpeg(picture: Image.Image, quality: int = 87) -> bytes:
    """The bytes of a picture as Telegram would keep it."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def many(count: int, *, series: int = 0) -> list[Callable[[], Image.Image]]:
    """Recipes of pictures of all kinds, in the shares in which an office may send them; each series has others.

    Rooms, templates and applications are the same in every series, what happens in them is not.
    """
    of, base = random.Random(f"many {series}"), series * 100_000
    kinds: list[Callable[[int], Image.Image]] = [
        lambda n: room(n % 25, base + n),
        lambda n: letter(n % 8, base + n),
        lambda n: attendance(n % 8, base + n),
        lambda n: outside(base + n),
        lambda n: screen(n % 6, base + n),
        lambda n: burst(n % 25, base + n),
        lambda n: poster(base + n),
    ]
    shares = (24, 22, 16, 14, 10, 8, 6)
    chosen = of.choices(kinds, shares, k=count)
    return [lambda kind=kind, n=n: kind(n) for n, kind in enumerate(chosen)]  # type: ignore[misc]


def changed(picture: Image.Image, of: random.Random) -> bytes:
    """The picture as it comes when it is used again: resized, cropped a little, lighter or darker, recompressed."""
    width, height = picture.size
    left, top, right, bottom = (of.uniform(0, 0.1) if of.random() < 0.5 else 0 for _ in range(4))
    again = picture.crop((int(left * width), int(top * height), int((1 - right) * width), int((1 - bottom) * height)))
    scale = of.choice([of.uniform(0.3, 1), 1, of.uniform(1, 2)])
    again = again.resize(
        (max(1, int(again.width * scale)), max(1, int(again.height * scale))), Image.Resampling.BICUBIC
    )
    again = ImageEnhance.Brightness(again).enhance(of.uniform(0.85, 1.15))
    again = ImageEnhance.Contrast(again).enhance(of.uniform(0.85, 1.15))
    if max(again.size) > 1280:
        again.thumbnail((1280, 1280))
    data = jpeg(again, of.randint(30, 90))
    if of.random() < 0.3:  # sent on through another messenger
        data = jpeg(Image.open(io.BytesIO(data)), 75)
    return data
