"""The texts that go into every bundle, for whoever opens it."""

README = """\
This directory is an evidence bundle of an audit made by auditor.
It is a BagIt bag (RFC 8493): nothing in it needs auditor to be read.

data/report.pdf            the report, for people
data/findings.csv          every verdict, passes too, for a spreadsheet
data/machine/              findings, facts, gaps and population as JSON lines; SARIF
data/raw/                  the evidence as read, by SHA-256, without secrets; index.jsonl lists it
data/run/context.json      what was run, by which rules, what was decided
data/run/policy.json       the rules: settings, waivers, baseline, the moment of judging
data/run/checks.jsonl      the page of every check that judged

VERIFY.md says how to verify it.
"""

VERIFY = """\
# How to verify this bundle

1. With coreutils alone, inside this directory:

       sha256sum -c tagmanifest-sha256.txt
       sha256sum -c manifest-sha256.txt

   This finds changed and missing files. It does not find files that were added.

2. With any BagIt tool, which finds added files too:

       bagit.py --validate .

3. With auditor, which also checks that the counts add up:

       auditor verify .

The identity of the bundle is the SHA-256 of `tagmanifest-sha256.txt`
(`sha256sum tagmanifest-sha256.txt`). Compare it with the identity that you were given by
another way: a bundle that was rewritten as a whole has another identity.

# How to judge again

    auditor replay .

judges the stored facts under the stored rules as of the stored moment, without network,
and demands the same findings byte for byte.
"""
