# %% [markdown]
# # What decides who leads?
#
# A notebook as a script: each `# %%` begins a cell. It runs one ensemble into a folder, asks which assumptions decide the AI
# power of China in 2030, in which futures it is large, and which policy of the United States stands over all of them.

# %%
import sys
import tempfile
from pathlib import Path

import detente

folder = Path(tempfile.mkdtemp(dir=sys.argv[1] if len(sys.argv) > 1 else None))
OUTCOME = "ai_power.CHN.2030"

# %% [markdown]
# ## An ensemble of Saltelli's design, kept in a folder that the program reads too

# %%
detente.ensemble("coruna", "saltelli", rows=8, states="USA,CHN", out=folder / "saltelli")
with detente.open(folder / "saltelli") as results:
    values = results.outcome(OUTCOME)
    ordered = sorted(values)
    print(
        f"AI power of China in 2030: {ordered[len(ordered) // 2]:.1f} {values.unit} in the middle of {len(values)} members"
    )

    # %% [markdown]
    # ## What decides it

    # %%
    indices = detente.sobol(results, OUTCOME)
    for factor, share in indices.top(3):
        print(f"{factor}: {share:.0%} of the variance would be left if all others were known")

    # %% [markdown]
    # ## When it is large

    # %%
    box = detente.prim(results, OUTCOME, above=ordered[3 * len(ordered) // 4])[0]
    print(
        f"a box of {len(box.limits)} limits holds {box.coverage:.0%} of the largest quarter, {box.density:.0%} pure"
    )

# %% [markdown]
# ## Which policy stands

# %%
for name in ("coruna", "permit-reform"):
    detente.run(name, 64, states="USA,CHN", out=folder / name)
for one in detente.regret([folder / "coruna", folder / "permit-reform"], "ai_power.USA.2030"):
    mark = " (least regret)" if one.has_least_regret else ""
    print(f"{one.policy}: {one.mean:.0f} GW on average, regret at most {one.greatest_regret:.1f} GW{mark}")
