#!/usr/bin/env python3
"""Every relative link of every Markdown page leads somewhere, and no page names a folder that is not there."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")

pages = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
broken, seen = [], 0
for page in pages:
    path = ROOT / page
    if not path.exists():
        continue
    for link in LINK.findall(re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)):
        if re.match(r"[a-z]+:", link):
            continue
        seen += 1
        if not (path.parent / link).exists():
            broken.append(f"{page}: '{link}' leads nowhere")
print("\n".join(broken) or f"{seen} links on {len(pages)} pages lead somewhere")
sys.exit(1 if broken or seen == 0 else 0)
