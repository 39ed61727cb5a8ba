# Parts of an ensemble, as the job array of docs/cluster.md leaves them, and another folder of the same members.
for part in 1 2; do
    detente ensemble coruna --members 1000 --slice $part/2 --out results/big/part-$part --quiet
done
detente ensemble coruna --members 1000 --out results/other --quiet
