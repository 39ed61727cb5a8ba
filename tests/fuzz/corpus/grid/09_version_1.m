function [baseMVA, bus, gen, branch, areas, gencost] = two
baseMVA = 100;
bus = [
1 3 0 0 0 0 1 1 0 230 1 1.1 0.9;
2 1 100 0 0 0 1 1 0 230 1 1.1 0.9;
];
gen = [
1 0 0 0 0 1 100 1 200 0;
2 0 0 0 0 1 100 1 200 0;
];
branch = [
1 2 0 0.1 0 60 0 0 0 0 1;
];
gencost = [
2 0 0 2 10 0;
2 0 0 2 50 0;
];
areas = [1 1];
return;
