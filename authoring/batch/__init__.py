"""Many reports at once: sources read one unit at a time, a ledger of every row, results, marked copies."""
