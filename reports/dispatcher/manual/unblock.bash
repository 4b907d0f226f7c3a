# bash completion of unblock: the command, then what the command's own program completes.
_unblock() {
  local words='bench lint lsp watch report --help --version'
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
    return
  fi
  local name=unblock-${COMP_WORDS[1]}
  declare -F "_${name//-/_}" >/dev/null || _completion_loader "$name" 2>/dev/null
  declare -F "_${name//-/_}" >/dev/null && "_${name//-/_}" 2
}
complete -o filenames -F _unblock unblock
