"""Settings for all tests: no test may depend on how fast the machine is, so hypothesis sets no deadline to an example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("summitry", deadline=None)
settings.load_profile("summitry")
