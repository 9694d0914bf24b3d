"""Triage: many pictures, numbers only, resumable; see `docs/triage.md`.

`triage_run` does it all. `triage_entries` lists pictures (with `tar_shards` and `remote_files`), `triage_feed` reads
them. `local_engine` (with `worker_process`) and `ray_engine` run `triage_worker`, which measures batches with what
`plan_instruments` loads (`batch_measuring`, `row_numbers`). `triage_log` keeps the rows (`triage_rows`).
`triage_summary` and `near_duplicates` look over them; `triage_page` shows that (`summary_data`, `summary_sentences`).
`triage_speed` measures how fast it is.
"""
