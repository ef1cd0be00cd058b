"""What an attempt was worth and why: evidence, criteria, gates, scorecard and debrief. Functions over values, no I/O."""
