"""What plays under the lines: music beds and sound effects."""

from __future__ import annotations

from dataclasses import dataclass

from edupulse_desktop.model.asset import AssetRef
from edupulse_desktop.model.ids import EffectId


@dataclass(frozen=True, slots=True)
class Music:
    """A music bed under a scene, repeated as often as needed.

    Args:
        asset: the recording; none means silence, which a scene says to switch the lesson's music off.
        volume_percent: 100 is the recording's own loudness.
        ducked_percent: volume while somebody speaks.
        fade_in_ms: at the start of the scene.
        fade_out_ms: at the end of the scene.
    """

    asset: AssetRef | None
    volume_percent: int = 50
    ducked_percent: int = 20
    fade_in_ms: int = 500
    fade_out_ms: int = 1000


@dataclass(frozen=True, slots=True)
class Effect:
    """A sound that starts with a line.

    Args:
        delay_ms: from the start of the line.
        volume_percent: 100 is the recording's own loudness.
    """

    id: EffectId
    asset: AssetRef
    delay_ms: int = 0
    volume_percent: int = 100
