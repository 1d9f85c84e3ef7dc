"""TimeMap of Forensic Architecture and Bellingcat: events, and what they are associated with."""
