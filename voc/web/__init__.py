"""What every page and every route shares: problems, guards, strict bodies, headers, templates, languages."""
