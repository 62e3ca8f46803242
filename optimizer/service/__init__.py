"""The server: one front that never computes, and slots, processes that compute one job each and can be killed."""
