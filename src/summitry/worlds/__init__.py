"""The one seam between names and arrays: draws, interventions, games, solved worlds."""
