"""A demonstration that runs: loaded, with its clock installed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from antechamber import clock
from antechamber.demo import movable_clock, script, stage
from antechamber.demo.loading import load_demonstration
from antechamber.demo.models import DemoClock

MACHINE = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)


@pytest.fixture
def forgetful(monkeypatch):
    """Begin and end without anything kept in memory from other tests."""
    monkeypatch.setattr(movable_clock, "_reading", movable_clock._Reading())
    monkeypatch.setattr(stage, "_kept", stage._Kept())


@pytest.fixture
def machine(monkeypatch):
    """The machine's clock, standing still; put another instant into the list to move it."""
    standing = [MACHINE]
    monkeypatch.setattr(clock, "machine_now", lambda: standing[0])
    return standing


@pytest.fixture
def demonstration(db, settings, machine, forgetful, monkeypatch):
    """The demonstration with its made-up people at rest: their script counts as played."""
    settings.MOVABLE_CLOCK = True
    load_demonstration(machine_at=MACHINE)
    DemoClock.objects.update(played=len(script.events()))
    monkeypatch.setattr(clock, "_installed", [movable_clock.now])


@pytest.fixture
def awake(demonstration):
    """The demonstration with its made-up people at the beginning of their script."""
    DemoClock.objects.update(played=0)
