# An installed copy has what a reader looks for: the manual page, completions that load, and documents whose links lead to files.
. "$SOURCE/tests/install/common.sh"
mandoc -T lint -W warning "$prefix/share/man/man1/detente.1"
bash -c '. "$1" && complete -p detente' - "$prefix/share/bash-completion/completions/detente" >"$scratch/complete"
test -s "$prefix/share/zsh/site-functions/_detente"
test -s "$prefix/share/fish/vendor_completions.d/detente.fish"
documents=$prefix/share/doc/detente
for page in tutorial model cli howto/index; do
    test -s "$documents/docs/$page.md"
done
for link in $(sed -n 's/.*](\(docs\/[a-z./-]*\.md\)).*/\1/p' "$documents/README.md"); do
    test -s "$documents/$link"
done
