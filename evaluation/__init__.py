"""What an attempt was worth and why: evidence, criteria, gates, scorecard and debrief. Values in and out."""
