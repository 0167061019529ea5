"""Briefs kept, compared and scored: an archive of a folder of dossiers, and sealed forecasts that anybody can check."""
