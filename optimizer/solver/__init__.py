"""Linear program to certified solution: engines, status, sign, scaling, certificate, and the fixed rule among optimal plans."""
