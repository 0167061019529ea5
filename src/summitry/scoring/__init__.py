"""Word tables, scores and calibration: the shared floor that knows no dossier."""
