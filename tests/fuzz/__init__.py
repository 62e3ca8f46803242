"""Random requests, in the process: whatever is asked gets an answer or a documented error."""
