#!/usr/bin/env python3
"""docs/checks.md is what the table of checks gives."""

import unittest

import checks_page
import faces


class DocsTest(unittest.TestCase):
    def test_checks_page_is_up_to_date(self) -> None:
        written = (faces.ROOT / "docs" / "checks.md").read_text()
        self.assertEqual(written, checks_page.page(), "run tests/lint/checks_page.py > docs/checks.md")


if __name__ == "__main__":
    unittest.main()
