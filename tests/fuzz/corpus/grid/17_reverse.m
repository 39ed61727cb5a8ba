function mpc = two
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
1 3 0 0 0 0 1 1 0 230 1 1.1 0.9;
2 3 100 0 0 0 1 1 0 230 1 1.1 0.9;
];
mpc.gen = [
1 0 0 0 0 1 100 1 200 0;
2 0 0 0 0 1 100 1 200 0;
];
mpc.branch = [];
mpc.gencost = [
2 0 0 2 10 0;
2 0 0 2 50 0;
];
mpc.dcline = [
1 2 1 0 0 0 0 1 1 -60 60 NaN NaN 0 0 0 0.05 1 2 3 4 5 6;
1 2 0 0 0 0 0 1 1 -60 60 0 0 0 0 0 0.1;
];
