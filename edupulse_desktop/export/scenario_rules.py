"""Where the web app's server and its player would read a scenario differently.

Both work out the list of films on their own, with slightly different rules; a lesson that breaks one of the rules
here plays wrong for the learner although nobody reports an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from edupulse_desktop.media.message import Json


def rules_broken(data: dict[str, Json]) -> tuple[str, ...]:
    """Return one sentence for each place where a scenario as exported would play wrong in the web app."""
    script = data["script"]
    blocks = [block for block in script if isinstance(block, dict)] if isinstance(script, list) else []
    return tuple(_broken(blocks))


def _broken(blocks: list[dict[str, Json]]) -> Iterator[str]:
    opens_run = True
    asked: Json = None
    after_group = False
    for number, block in enumerate(blocks, 1):
        group = block.get("branch_options")
        if isinstance(group, list):
            if not _names_a_branch(asked):
                yield f"Block {number}: the branches have no question right before them that leads to one."
            yield from _broken_branches(group, number)
            opens_run, asked, after_group = True, None, True
            continue
        after_group = False
        if not (block.get("role") and block.get("dialogue")):
            yield f"Block {number}: nothing is said, so the web app asks at the wrong moment."
        if not _has_data(block.get("image")) and (opens_run or block.get("image") is not None):
            why = "it opens a stretch of the film" if opens_run else "it has only a description"
            yield f"Block {number}: a picture is missing ({why})."
        asked = block.get("breakpoint")
        opens_run = asked is not None
    if after_group:
        yield "The script ends in a branch: nothing is said after the last group."


def _broken_branches(group: list[Json], number: int) -> Iterator[str]:
    for branch in group:
        lines = branch.get("dialogue") if isinstance(branch, dict) else None
        name = branch.get("type") if isinstance(branch, dict) else None
        first = lines[0] if isinstance(lines, list) and lines else None
        if not isinstance(first, dict):
            yield f"Block {number}: the branch “{name}” says nothing."
        elif not _has_data(first.get("image")):
            yield f"Block {number}: the branch “{name}” opens without a picture."


def _names_a_branch(asked: Json) -> bool:
    options = asked.get("options") if isinstance(asked, dict) else None
    return isinstance(options, list) and any(
        isinstance(each, dict) and each.get("branchTarget") for each in options
    )


def _has_data(image: Json) -> bool:
    return isinstance(image, dict) and bool(image.get("base64"))
