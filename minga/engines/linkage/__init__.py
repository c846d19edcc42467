"""Who is the same person, judged on keyed hashes; no name is needed, and nothing is rewritten.

- `minga.engines.linkage.keys`: what is hashed (`document_text`, `name_birth_sex_text` …), the hash
  (`keyed`) and the check of a cédula (`is_cedula`).
- `minga.engines.linkage.propose`: `propose(encodings)` gives a `Proposal` per pair; `Proposer` is
  what another engine must look like to take its place.
- `minga.engines.linkage.clusters`: `clusters(pairs)` gives each registration its person, and
  `conflicts(pairs)` the judgements that contradict each other.
"""
