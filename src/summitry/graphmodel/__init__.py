"""Graph model for conflict resolution: moves, play and stability on plain arrays. Knows no names, dossiers or words."""
