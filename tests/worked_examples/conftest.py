"""Each worked example is put to both: the second opinion and the product."""

from collections.abc import Callable

import pytest

from tests.second_opinion import Answer, count


@pytest.fixture(params=["second opinion", "product"])
def counted(request: pytest.FixtureRequest) -> Callable[..., Answer]:
    """`counted(records, slug, period, as_at)`: what a measure counts."""
    if request.param == "second opinion":
        return count
    from tests.product import product_count

    return product_count
