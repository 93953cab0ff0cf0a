"""The page on people says what the code does."""

from pathlib import Path

from curation.domain.people import PERMISSIONS, Permission

PAGE = Path(__file__).parents[3] / "docs" / "people.md"


def test_the_table_of_roles_is_the_codes():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for role, granted in PERMISSIONS.items():
        told = ", ".join(one.value for one in Permission if one in granted)
        assert f"| {role.value} | {told} |" in lines
