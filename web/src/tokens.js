/* Made by tools/make_tokens.py from src/report/tokens.def; do not edit. */
export const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 4]];
export const ROLE_DASHES = {"base": [3, 3], "other": [1, 3], "beside": [6, 3]};
export const LIMITS = {"money": {"words": "money", "meaning": "how much buyers will spend", "colour": "sky", "pattern": "plain"}, "chips": {"words": "chip supply", "meaning": "how many accelerators can be had", "colour": "purple", "pattern": "rising"}, "connection": {"words": "grid connection", "meaning": "how fast large loads are connected to the grid", "colour": "blue", "pattern": "dots"}, "adequacy": {"words": "firm power at peak", "meaning": "how much firm capacity stands behind the yearly peak", "colour": "orange", "pattern": "falling"}, "energy": {"words": "yearly energy", "meaning": "how much electricity can be generated in a year", "colour": "green", "pattern": "level"}};
export const HATCHES = {"plain": "", "rising": "M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6", "falling": "M-2,6 L2,10 M0,0 L8,8 M6,-2 L10,2", "level": "M0,4 L8,4", "dots": "M2.9,4 a1.1,1.1 0 1,0 2.2,0 a1.1,1.1 0 1,0 -2.2,0"};
export const SHADES = [{"from": 0.0, "words": "0%"}, {"from": 0.005, "words": "up to 25%"}, {"from": 0.25, "words": "25 to 50%"}, {"from": 0.5, "words": "50 to 75%"}, {"from": 0.75, "words": "75% and more"}];
export const FAN = [0.1, 0.25, 0.5, 0.75, 0.9];
export const FORMAT = {"digits": 3, "smallest": 0.001, "largest": 1000000000000000.0, "thousands": ",", "missing": "n/a"};
