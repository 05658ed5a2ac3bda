"""Articles: from files, addresses and feeds to clean Article objects."""
