#!/usr/bin/env python3
"""Every relative link of every Markdown page leads somewhere, to a heading too, every check that a page names exists, and each decision is in their index."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]*)(?:#([^)]*))?\)")


def anchors(page):
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


pages = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
CHECKS = {"async-" + folder.name.replace("_", "-") for folder in (ROOT / "lint/checks").iterdir() if folder.is_dir()}
broken, seen = [], 0
for page in pages:
    path = ROOT / page
    if not path.exists():
        continue
    for check in set(re.findall(r"`(async-[a-z-]+[a-z])`", path.read_text())) - CHECKS:
        broken.append(f"{page}: there is no check '{check}'")
    for link, anchor in LINK.findall(re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)):
        if re.match(r"[a-z]+:", link):
            continue
        seen += 1
        target = path.parent / link if link else path
        if not target.exists():
            broken.append(f"{page}: '{link}' leads nowhere")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            broken.append(f"{page}: '{link}#{anchor}' leads to no heading")
index = (ROOT / "docs/decisions/README.md").read_text()
broken += [f"docs/decisions/README.md: {page.name} is missing" for page in sorted((ROOT / "docs/decisions").glob("0*.md")) if f"({page.name})" not in index]
print("\n".join(broken) or f"{seen} links on {len(pages)} pages lead somewhere")
sys.exit(1 if broken or seen == 0 else 0)
