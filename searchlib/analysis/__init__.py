"""What is read out of many answers: concordances, dossiers, formulas, names, lineages and comparisons."""
