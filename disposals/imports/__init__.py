"""Records that come in as somebody else's table: the tracker workbook people keep, and what the police notify."""
