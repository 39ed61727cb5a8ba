function mpc = one
mpc.baseMVA = 100;
mpc.bus = [

% a single bus
1 3 100 0 0 0 1 1 0 230 1 1.1 0.9;

];
mpc.gen = [1 0 0 0 0 1 100 1 60 0; 1 0 0 0 0 1 100 1 200 0];
mpc.branch = [ ];
mpc.gencost = [2 0 0 2 10 0; 2 0 0 2 50 0];
