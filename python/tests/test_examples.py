"""The examples run and say what they promise."""
import os
import subprocess
import sys

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
