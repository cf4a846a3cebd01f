"""Letters, lists and receipts as PDF, and the codes by which they can be checked."""
