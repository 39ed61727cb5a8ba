"""The examples run and say what they promise; so does the code of docs/python.md."""

import contextlib
import io
import os
import re
import subprocess
import sys
import warnings

import detente
from common import ROOT, Case


class Examples(Case):
    def test_every_example_runs(self):
        examples = sorted((ROOT / "python/examples").glob("*.py"))
        self.assertTrue(examples)
        for path in examples:
            out = subprocess.run(
                [sys.executable, "-B", path, self.folder],
                capture_output=True,
                text=True,
                cwd=self.folder,
                env=os.environ,
            )
            self.assertEqual((out.returncode, out.stderr), (0, ""), path.name)
            self.assertIn("China", out.stdout, path.name)

    def test_code_of_the_page_runs(self):
        blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text(), re.S)
        self.assertGreater(len(blocks), 3)
        names, out = {}, io.StringIO()
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(ROOT)
        with contextlib.redirect_stdout(out), warnings.catch_warnings():
            warnings.simplefilter("ignore", detente.DetenteWarning)
            for block in blocks:
                exec(block, names)
        self.assertIn("E0209", out.getvalue())
