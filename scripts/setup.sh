# shellcheck shell=bash
# What quickstart and test share: checks of the machine, Debian packages, steps with logs. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/logs
program=$(basename "$0")
steps=0
step=0

# stop_with SENTENCE: what is in the way, once, and exit 2.
stop_with() {
  printf '%s: %s\n' "$program" "$1" >&2
  exit 2
}

# next_step TEXT: "[2/6] TEXT"; `steps` holds how many there are.
next_step() {
  step=$((step + 1))
  printf '[%d/%d] %s\n' "$step" "$steps" "$1"
}

say() { printf '      %s\n' "$1"; }

check_system() {
  local id='' version=''
  if [[ -r ${UNBLOCK_OS_RELEASE:-/etc/os-release} ]]; then
    id=$(. "${UNBLOCK_OS_RELEASE:-/etc/os-release}" && printf '%s' "${ID:-}")
    version=$(. "${UNBLOCK_OS_RELEASE:-/etc/os-release}" && printf '%s' "${VERSION_ID:-}")
  fi
  if [[ $id != debian || $version != 12 ]]; then
    stop_with "this is ${id:-an unknown system} ${version}, and the script knows Debian 12: elsewhere install what scripts/packages.txt lists and build with cmake --preset release"
  fi
}

# check_disk GIGABYTES: free space where the build goes.
check_disk() {
  local free_kb
  free_kb=$(df --output=avail -k "$root" | tail -n 1)
  if ((free_kb < $1 * 1024 * 1024)); then
    stop_with "$((free_kb / 1024 / 1024)) GB are free in $root and about $1 GB are needed: make room, or clone to another disk"
  fi
}

# One of them at a time in one clone: two builds in one folder would break each other.
take_lock() {
  if ! mkdir -p "$logs" 2>/dev/null || ! touch "$root/build/.lock" 2>/dev/null; then
    stop_with "cannot write to $root/build: check who owns the folder"
  fi
  exec 9>"$root/build/.lock"
  flock -n 9 || stop_with "another quickstart or test is running in $root: wait for it to end"
}

# Fills `as_root` with the prefix for commands that need root.
find_root() {
  as_root=()
  ((EUID == 0)) && return
  command -v sudo >/dev/null || stop_with "installing packages needs root and sudo is not installed: run ./$program as root once"
  if [[ -t 0 ]]; then sudo -v; else sudo -n true 2>/dev/null; fi ||
    stop_with "installing packages needs root and sudo refuses: run ./$program as root once"
  as_root=(sudo)
}

# packages_for HALF...: the names, each once. A Node that is there from elsewhere stays: Debian's would conflict with it.
packages_for() {
  local node_major=0
  if command -v node >/dev/null && command -v npm >/dev/null; then
    node_major=$(node --version | sed -n 's/^v\([0-9]*\)\..*/\1/p')
  fi
  awk -v halves=" $* " -v node="${node_major:-0}" '
    /^[^#]/ && index(halves, " " $1 " ") && !seen[$2]++ && !(node >= 18 && ($2 == "nodejs" || $2 == "npm")) {print $2}
  ' "$root/scripts/packages.txt"
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
  local states
  states=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null) || true  # it fails for unknown names
  awk 'NR == FNR {if ($2 == "installed") there[$1]; next} !($1 in there)' <(echo "$states") <(printf '%s\n' "$@")
}

# Debian has one Boost in /usr/include at a time. Where another one is in use it stays, and ours is unpacked below the build folder, where
# CMake finds it first.
boost_is_taken() { [[ $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' 'libboost1.*-dev' 2>/dev/null) =~ libboost1\.(7[0-9]|80|8[2-9])-dev\ installed ]]; }

# packages_to_unpack PACKAGE...: those that are not there yet.
packages_to_unpack() {
  local name
  for name in "$@"; do [[ -e $root/build/boost/packages/$name ]] || printf '%s\n' "$name"; done
}

unpack_boost() {
  local name folder=$root/build/boost
  mkdir -p "$folder/packages"
  for name in "$@"; do
    say "$name beside the Boost that is installed: into build/boost"
    (cd "$folder/packages" && run_logged "unpack-$name" apt-get download "$name" && dpkg-deb -x "$name"_*.deb "$folder" && rm -f "$name"_*.deb) ||
      stop_with "$name cannot be had (log: $logs/unpack-$name.log): check the network and apt's sources"
    touch "$folder/packages/$name"
  done
}

# refuse_removals PACKAGE...: nobody's packages go because of ours.
refuse_removals() {
  local going
  going=$(apt-get -s install --no-install-recommends "$@" 2>/dev/null | sed -n 's/^Remv \([^ ]*\).*/\1/p' | tr '\n' ' ') || true
  [[ -z $going ]] || stop_with "apt would remove ${going% } for what is needed here: do that by hand if you can do without, or use another machine or container"
}

# batch_size: how many files are compiled as one. All of a target takes the least CPU, and up to 3 GB for each of two compilers.
batch_size() {
  awk '/^MemAvailable:/ {print $2 < 7 * 1024 * 1024 ? 12 : 0}' /proc/meminfo
}

# install_packages HALF...
install_packages() {
  local wanted missing boost=()
  mapfile -t wanted < <(packages_for "$@")
  if boost_is_taken; then
    mapfile -t boost < <(printf '%s\n' "${wanted[@]}" | grep '^libboost.*-dev$')
    mapfile -t wanted < <(printf '%s\n' "${wanted[@]}" | grep -v '^libboost.*-dev$')
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  mapfile -t boost < <(packages_to_unpack "${boost[@]}")
  if ((${#missing[@]} + ${#boost[@]} == 0)); then
    say "all ${#wanted[@]} are installed"
    return
  fi
  ((${#missing[@]} == 0)) || say "to install: ${missing[*]}"
  find_root
  forbid_service_starts
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
  run_logged apt-update "${apt[@]}" update || true  # an unrelated source may be broken; what matters is the install
  unpack_boost "${boost[@]}"
  if ((${#missing[@]} == 0)); then
    allow_service_starts
    return
  fi
  refuse_removals "${missing[@]}"
  if ! run_logged apt-install "${apt[@]}" install --yes --no-install-recommends "${missing[@]}"; then
    allow_service_starts
    explain_apt_failure
  fi
  allow_service_starts
}

# install_meanwhile HALF...: the same beside other work. finish_installing waits for it and says what it said; whoever interrupts us
# interrupts no package halfway.
install_meanwhile() {
  local wanted missing
  mapfile -t wanted < <(packages_for "$@")
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]} == 0)) || find_root  # a password is asked for now or never
  (install_packages "$@") >"$logs/meanwhile.txt" 2>&1 </dev/null 9>&- &
  installing=$!
}

finish_installing() {
  local status=0
  wait "$installing" || status=$?
  if ((status != 0)); then
    tail -n 1 "$logs/meanwhile.txt" >&2  # its one sentence
    exit "$status"
  fi
  grep -v '^ *[0-9]* s: ' "$logs/meanwhile.txt" || true
}

# install_node_packages FOLDER...: what each folder's package-lock.json names, when it changed since the last time.
install_node_packages() {
  local folder
  for folder in "$@"; do
    [[ -e $folder/package-lock.json ]] || continue
    [[ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]] && continue
    say "npm packages of $folder"
    if ! run_logged "npm-${folder//\//-}" npm ci --prefix "$folder" --no-audit --no-fund; then
      show_tail "npm-${folder//\//-}"
      stop_with "npm could not install what $folder needs: check the network, or npm's registry setting"
    fi
    touch "$folder/node_modules/.package-lock.json"
  done
}

# A web server that a test needs must not take port 80 because it was installed.
forbid_service_starts() {
  policy_made=''
  [[ -e /usr/sbin/policy-rc.d ]] && return
  policy_made=yes
  trap allow_service_starts EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee /usr/sbin/policy-rc.d >/dev/null
  "${as_root[@]}" chmod 755 /usr/sbin/policy-rc.d
}

allow_service_starts() {
  [[ -n ${policy_made:-} ]] || return 0
  policy_made=''
  "${as_root[@]}" rm -f /usr/sbin/policy-rc.d
}

explain_apt_failure() {
  local log=$logs/apt-install.log
  if grep -qiE 'could not resolve|temporary failure|failed to fetch|unable to connect|connection (timed out|refused)' \
    "$log" "$logs/apt-update.log"; then
    stop_with "the package servers cannot be reached: check the network or the proxy of apt (log: $log)"
  elif grep -q 'No space left\|enough free space' "$log"; then
    stop_with "the disk is full: make room and run ./$program again (log: $log)"
  elif grep -q 'Unable to locate package\|no installation candidate' "$log"; then
    stop_with "apt does not know $(sed -n "s/.*Unable to locate package //p; s/.*Package '\(.*\)' has no.*/\1/p" "$log" | head -n 1): enable Debian 12's main, updates and security (log: $log)"
  fi
  stop_with "apt could not install the packages: $(grep -m 1 '^E:' "$log" || echo 'no reason given') (log: $log)"
}

# run_logged NAME COMMAND...: output goes to build/logs/NAME.log; what it is at is shown now and then.
# The command runs in the foreground, so that Ctrl-C ends it.
run_logged() {
  local log=$logs/$1.log began=$SECONDS status=0 ticker
  shift
  : >"$log"
  show_progress "$log" 9>&- &
  ticker=$!
  "$@" >"$log" 2>&1 </dev/null 9>&- || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [[ ! -t 1 ]] || printf '\r\033[K'
  say "$((SECONDS - began)) s, log: ${log#"$root"/}"
  return "$status"
}

# show_progress LOG: its last line, on one line of a terminal, else every 15 seconds. Ends with the script.
show_progress() {
  local began=$SECONDS every=15 next=10 shown='' line
  [[ ! -t 1 ]] || every=1 next=1
  while sleep 0.5 && kill -0 $$ 2>/dev/null; do
    ((SECONDS - began >= next)) || continue
    next=$((SECONDS - began + every))
    line=$(tail -c 2000 "$1" | tr '\r' '\n' | grep '^[^ ]' | tail -n 1 | cut -c 1-100) || true
    [[ -n $line && $line != "$shown" ]] || continue
    shown=$line
    if [[ -t 1 ]]; then printf '\r\033[K      %s' "$line"; else say "$((SECONDS - began)) s: $line"; fi
  done
}

# show_tail NAME: the end of a log, where the first error usually stands.
show_tail() {
  printf '      the end of %s:\n' "${logs#"$root"/}/$1.log"
  tail -n "${2:-30}" "$logs/$1.log" | sed 's/^/      | /'
}
