"""From lesson to film: plans, pictures, motion, sound and the file they are joined in.

May import: media, model, jobs, settings and what lies below; knows no provider, no exporter, no store.
Start reading at `plan.py` (what is shown when), then `still.py` (why a held picture costs a dozen bytes).
"""
