"""Settings of the benchmark: those of a real installation, with a bare view beside its pages."""

from antechamber.settings import *  # noqa: F403

ROOT_URLCONF = "bench.addresses"
