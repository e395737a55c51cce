"""EduPulse Desktop: author branching video lessons offline.

A map of this package, from the top down; a room may import the rooms below it, never above.

    __main__    `python -m edupulse_desktop`
    cli         the headless program `edupulse`
    studio      builds settings, services, jobs, media and cache once, for window and command line alike
    workflows   what a person asks for: lesson in, edit or files out
    services    other minds: script writers, painters, speakers, reviewers
    render      from lesson to film
    export      from film to a package
    imports     other people's files to a draft
    store       the project file, one SQLite database
    document    the open lesson: do, undo, redo (what the window will stand on)
    media       files that are seen and heard; the only door to FFmpeg and to child processes
    edits       what can be done to a lesson, each verb a frozen value
    model       what a lesson is: frozen dataclasses and what can be derived from them
    jobs        work that takes time
    settings    what the user prefers
    errors, listeners, places   what every room may use

Start reading at `model/lesson.py`, then `edits/lines.py`, `document/document.py`, `render/plan.py`.
"""

import os

__version__ = "0.1.0"

# Read by numpy when it is first imported. Its own threads wait by spinning and take the processor from ours, which
# work side by side already: a film costs a quarter more time with them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
