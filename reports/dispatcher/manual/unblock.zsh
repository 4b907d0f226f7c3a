#compdef unblock
if ((CURRENT == 2)); then
  local -a commands=('bench:benchmarks and the regression gate' 'lint:the linter for async C++ and C' 'lsp:the linter in an editor' 'watch:where the event loops of a program stand still' 'report:results and findings into a report')
  _describe command commands
else
  local program=unblock-$words[2]
  shift words
  ((CURRENT--))
  (($+functions[_$program])) || autoload -Uz _$program
  _$program
fi
