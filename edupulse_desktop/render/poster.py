"""A film's poster: its first picture as JPEG, without captions."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import replace

from PIL import Image

from edupulse_desktop.media.cache import Cache
from edupulse_desktop.model.picture import Fit
from edupulse_desktop.render.fingerprint import fingerprint, key_of
from edupulse_desktop.render.maker import Maker
from edupulse_desktop.render.steps import CaptionLayer, ClipStep, MoveStep, Part, PictureStep, StillStep

_QUALITY = 85


def poster(step: PictureStep, maker: Maker, cache: Cache) -> bytes:
    """Return the poster of a film that begins with this step, made only once.

    Raises:
        NotMedia: its picture is missing or damaged.
    """
    step = replace(step, layers=tuple(each for each in step.layers if not isinstance(each, CaptionLayer)))
    key = key_of("poster", fingerprint(step))
    known = cache.get(key)
    if known is not None:
        return known
    stream = io.BytesIO()
    _picture(step, maker).save(stream, "JPEG", quality=_QUALITY)
    cache.put(key, stream.getvalue())
    return stream.getvalue()


def _picture(step: PictureStep, maker: Maker) -> Image.Image:
    match step:
        case StillStep():
            return maker.frames.image(step.look, step.layers, step.screen)
        case MoveStep():
            crop = step.motion.start if step.look.fit is Fit.COVER else step.look.crop
            return maker.frames.image(replace(step.look, crop=crop), step.layers, step.screen)
        case ClipStep():
            first = replace(step, part=Part(step.part.first, 1, step.part.total))
            with closing(maker.moving(first)) as frames:
                size = (step.screen.width_px, step.screen.height_px)
                return Image.frombytes("RGB", size, next(frames).to_rgb())
