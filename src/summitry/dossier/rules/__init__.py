"""Rules across the fields of a dossier, one file a subject. Each rule takes a `Draft` and yields problems."""
