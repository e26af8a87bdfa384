"""Labels and papers of boxes and discs: Word files, exact in millimetres, with codes that phones read."""
