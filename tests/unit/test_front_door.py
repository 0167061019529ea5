"""`import summitry as sm`: quick, and every public name leads home."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import summitry as sm

HERE = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.mark.parametrize("name", sm.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(sm, name)
    assert name in dir(sm)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nosuch"):
        _ = sm.nosuch


def test_import_is_light() -> None:
    assert ran("import sys, summitry; print({'numpy', 'pydantic', 'typer', 'pandas'} & {*sys.modules})") == "set()"


@pytest.mark.parametrize(
    "first", ["", "import summitry.brief.outline_model\n", "from summitry.brief import outline_model\n"]
)
def test_brief_is_a_function_and_a_package(first: str) -> None:
    """Importing the package, before or after, does not take the function away."""
    script = (
        f"{first}import summitry as sm\n"
        "made = sm.brief\n"
        "import summitry.brief.outline_model\n"
        "print(callable(made), callable(sm.brief), sm.brief.outline_model.Outline.__name__)"
    )
    assert ran(script) == "True True Outline"


def test_interventions_add_up() -> None:
    assert str(sm.absent("CHN") + sm.hold("talk")) == "hold talk=on · absent CHN"


def ran(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=HERE)
    return done.stdout.strip()
