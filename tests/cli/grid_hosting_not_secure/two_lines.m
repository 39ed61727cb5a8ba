function mpc = two_lines
mpc.baseMVA = 100;
mpc.bus = [1 3 0 0 0 0 1 1 0 230 1 1.1 0.9; 2 1 90 0 0 0 1 1 0 230 1 1.1 0.9];
mpc.gen = [1 0 0 0 0 1 100 1 200 0];
mpc.branch = [1 2 0 0.1 0 50 0 0 0 0 1 -360 360; 1 2 0 0.1 0 50 0 0 0 0 1 -360 360];
mpc.gencost = [2 0 0 2 10 0];
