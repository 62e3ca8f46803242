"""The server: one front that never computes, and workers, processes that compute one job each and can be killed."""
