"""Recorded replies of a strong model: how they are made, and that they fit what is asked today.

``replies/*.jsonl`` hold what was recorded for measurements, ``notes/*.jsonl`` the labelled notes they are
about; ``assistant/recorded/demo.jsonl`` is the demo's. To record, with F a folder of one's own:

    python -m tests.model_servers.replay --replies tests/recorded/replies --unanswered F --port 8931
    export CARTO_MODEL_BASE_URL=http://127.0.0.1:8931/v1 CARTO_MODEL_NAME=recorded
    carto eval --reader model --labelled tests/recorded/notes/NOTES.jsonl
    carto eval --questions --engine model --labelled tests/recorded/notes/NOTES.jsonl

Every request without a reply is then ``F/KEY/request.md``, which says how to write ``F/KEY/reply.json``. The
commands are run again until nothing waits: an agent asks on with what its tools returned. Then:

    python -m tests.model_servers.replay collect --unanswered F --model NAME --date 2026-11-22 \\
        --out tests/recorded/replies/reading.jsonl

Use one folder F for readings and another for answers, and ``make docs`` to write the figures.
"""
