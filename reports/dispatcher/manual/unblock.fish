complete -c unblock -n __fish_use_subcommand -f -a bench -d 'benchmarks and the regression gate'
complete -c unblock -n __fish_use_subcommand -f -a lint -d 'the linter for async C++ and C'
complete -c unblock -n __fish_use_subcommand -f -a report -d 'results and findings into a report'
complete -c unblock -n __fish_use_subcommand -f -a lsp -d 'the linter in an editor'
