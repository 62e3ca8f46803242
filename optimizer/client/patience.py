"""When a call that was refused is made again, and when it is given up."""

import random
from dataclasses import dataclass

from optimizer.client.service_config import service_config
from optimizer.domain.errors import Cancelled, Draining, OptimizerError, QueueFull, Unreachable

# A wait is longer by up to a half, so that callers refused together do not come back together.
SPREAD = (1.0, 1.5)
# Waits for a server that is away: each a multiple of the one before, up to the longest.
PUBLISHED = service_config()
# Attempts in all while a server is away: never seen, a second or two; seen, long enough to start again.
ATTEMPTS = {Unreachable: PUBLISHED.attempts, Cancelled: 2 * PUBLISHED.attempts, Draining: 2 * PUBLISHED.attempts}


@dataclass(slots=True)
class Patience:
    """How long one call goes on; every call has its own.

    A server that is full tells when there may be room, and is asked again until the call's own deadline.
    One that is shutting down, ends calls or does not answer may be back in a moment, and is given up
    after some attempts. Nothing else is tried again.

    Attributes:
        attempts: How often the server was away.
        most: After how many of these the call is given up.
    """

    attempts: int = 0
    most: int = 0

    def wait_after(self, error: OptimizerError) -> float | None:
        """Return the seconds to wait before the next attempt; None = there is none."""
        away = next((kind for kind in ATTEMPTS if isinstance(error, kind)), None)
        if away is not None:
            self.attempts += 1
            self.most = max(self.most, ATTEMPTS[away])
            if self.attempts >= self.most:
                return None
            return _spread(min(PUBLISHED.first_seconds * PUBLISHED.growth ** (self.attempts - 1), PUBLISHED.longest_seconds))
        if isinstance(error, QueueFull):
            return _spread(error.retry_after_seconds)
        return None


def _spread(seconds: float) -> float:
    return seconds * random.uniform(*SPREAD)  # noqa: S311 - no secret
