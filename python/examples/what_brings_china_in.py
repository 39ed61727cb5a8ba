# %% [markdown]
# # What would bring China in?
#
# A notebook as a script: each `# %%` begins a cell (Jupytext, VS Code and Spyder open it as a notebook). It asks three
# things: what the main scenario gives, who signs which text, and whether restraint is an equilibrium.

# %%
import sys
import warnings
from pathlib import Path

import detente

folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")

# %% [markdown]
# ## The race: AI power and capability, as it goes and without the export rules

# %%
MEMBERS = 64
base = detente.run("coruna", MEMBERS, states="USA,CHN")
free = detente.run("coruna", MEMBERS, states="USA,CHN", set={"chip_access_west.CHN": 1})
for name, result in (("as it goes", base), ("chips free", free)):
    low, middle, high = (row[-1] for row in result.quantiles("ai_power", "CHN").tolist())
    print(
        f"China's AI facilities in 2040, {name}: {middle:.0f} GW ({low:.0f} to {high:.0f} in 80% of futures)"
    )

# %% [markdown]
# ## The text: who signs, and the least change that brings China in with even odds

# %%
text = detente.treaty("coruna")
print(
    f"{text.name}: {text.expected:.0f} states sign ({text.low:.0f} to {text.high:.0f}); "
    f"China with probability {text.signs['CHN']:.2f}"
)
for change in text.design("CHN", most=3):
    print(
        f"China {change.probability:.2f} in {change.steps} step(s): {change.kind}, driven by {change.sponsor}, "
        f"{'binding' if change.binding else 'not binding'}, verification {change.verification}; "
        f"{change.expected:.0f} states sign"
    )

# %% [markdown]
# ## The game: race or restrain, with payoffs in any unit

# %%
solution = detente.game(
    [[[3, 0], [5, 1]], [[3, 5], [0, 1]]],
    players=["USA", "China"],
    strategies=[["restrain", "race"]] * 2,
    exact=True,
)
for one in solution.equilibria:
    print(
        "equilibrium of USA and China:",
        " and ".join(max(part.coords["strategy"], key=part.__getitem__) for part in one.mixed),
    )

# %% [markdown]
# ## The grid: what one more gigawatt would meet

# %%
with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore", detente.DetenteWarning
    )  # its regions are joined by direct-current lines, which is said
    network = detente.grid("china")
best = max(network.hosting(), key=lambda site: site.mw)
print(
    f"Of {network.name}'s zones, {best.site} hosts most: {best.mw / 1000:.0f} GW more, limited by {best.binding[0]}"
)

# %%
print("report:", base.report(folder / "report.html").name)
