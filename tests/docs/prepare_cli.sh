# What the examples of docs/cli.md name: files that a reader would have.
mkdir -p ~/.config/fish/completions
cat >my.yaml <<'END'
extends: scenarios/coruna.yaml
parameters:
  algorithm_growth: 1.2
END
cat >my.nfg <<'END'
NFG 1 R "dilemma" { "A" "B" } { { "restrain" "race" } { "restrain" "race" } }
3 3  5 0  0 5  1 1
END
printf 'A,B,payoff A,payoff B\nup,left,3,3\ndown,left,5,0\nup,right,0,5\ndown,right,1,1\n' >my.csv
# The network of the USA with the number 118 for its first bus.
sed -e 's/^  1 \([0-9]\)/  118 \1/' -e 's/^  \([0-9]*\) 1 0 /  \1 118 0 /' networks/usa.m >case.m
printf 'name,kind,place,fixed_usd_per_mw_year,variable_usd_per_mwh\nplant,generation,118,60000,40\n' >c.csv
printf 'year,load_mw\n2027,1000\n2030,3000\n' >p.csv
for folder in a b permit-reform big/shard-0; do
    detente ensemble coruna --out results/$folder --quiet
done
