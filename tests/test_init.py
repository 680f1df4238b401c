"""What `import tellings` offers is there, loaded when first asked for."""

import subprocess
import sys

import pytest

import tellings


@pytest.mark.parametrize("name", tellings.__all__)
def test_every_name_loads_and_stays_what_it_is(name: str) -> None:
    first = getattr(tellings, name)
    assert getattr(tellings, name) is first
    assert not hasattr(first, "__path__")  # a name of a module would hide the function of that name


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'truth'"):
        _ = tellings.truth


def test_importing_loads_no_model() -> None:
    code = "import sys, tellings; print(sorted({'spacy', 'onnxruntime', 'trafilatura'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
