"""Pictures that tell too much: place, camera, thumbnail, words and trailing data."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageCms, PngImagePlugin

SECRETS = (b"SECRETCAM", b"SECRETWORDS", b"SECRETTAIL", b"SECRETXMP", b"GPSSECRET")
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRETXMP</x:xmpmeta>"


def picture(mode: str = "RGB", size: tuple[int, int] = (33, 21)) -> Image.Image:
    wide, high = size
    image = Image.new("RGB", size)
    image.putdata(
        [(x * 7 % 256, y * 11 % 256, x * y % 256) for y in range(high) for x in range(wide)]
    )
    return image.convert(mode)


def exif(orientation: int) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "SECRETCAM"
    made[0x0110] = "SECRETCAM 5"
    gps = made.get_ifd(0x8825)
    gps.update({1: "N", 2: (30.0, 39.0, 1.0), 3: "E", 4: (104.0, 3.0, 2.0), 29: "GPSSECRET"})
    return made


def jpeg(mode: str = "RGB", orientation: int = 6, progressive: bool = False) -> bytes:
    out = io.BytesIO()
    picture(mode).save(
        out,
        "JPEG",
        exif=exif(orientation),
        icc_profile=ICC if mode == "RGB" else None,
        comment=b"SECRETWORDS",
        xmp=XMP,
        progressive=progressive,
        restart_marker_blocks=2,
    )
    data = out.getvalue()
    odd = b"\xff\xed" + (2 + 22).to_bytes(2, "big") + b"Photoshop 3.0\0SECRETCAM"[:22].ljust(22)
    padded = data[:2] + odd + b"\xff\xff" + data[2:][1:]  # a fill byte before a marker
    return padded + b"\0\0ftypSECRETTAIL" + data


def png(mode: str = "RGBA", orientation: int = 8) -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "SECRETWORDS")
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    out = io.BytesIO()
    picture(mode).save(
        out, "PNG", exif=exif(orientation), icc_profile=ICC, pnginfo=words, dpi=(72, 72)
    )
    body = b"vpAgSECRETCAM"
    own = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    data = out.getvalue()
    return data[:33] + own + data[33:] + b"SECRETTAIL"


def webp(lossless: bool = True, orientation: int = 3, frames: int = 1) -> bytes:
    out = io.BytesIO()
    first, *rest = [picture("RGBA").rotate(90 * n) for n in range(frames)]
    more = {"save_all": True, "append_images": rest} if rest else {}
    first.save(
        out, "WEBP", lossless=lossless, exif=exif(orientation), icc_profile=ICC, xmp=XMP, **more
    )
    return out.getvalue() + b"SECRETTAIL"


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


def mp4(extra: bytes = b"") -> bytes:
    told = box(b"udta", box(b"\xa9xyz", b"GPSSECRET"))
    track = box(b"trak", box(b"tkhd", b"t"), box(b"meta", b"SECRETCAM"), extra)
    movie = box(b"moov", box(b"mvhd", b"m"), track, told)
    large = struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 16 + 5) + b"video"
    return box(b"ftyp", b"isomiso2") + movie + large + box(b"uuid", b"SECRETXMP")
