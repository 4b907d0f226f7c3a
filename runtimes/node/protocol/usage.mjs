// What a stretch of work cost beside time. Readings of this process, all threads.
import fs from 'fs';

// Totals by name; system calls are 0 without a counter.
export function usageNow(syscallCounter) {
  const used = process.resourceUsage();
  return {
    userNs: used.userCPUTime * 1000,
    systemNs: used.systemCPUTime * 1000,
    voluntary: used.voluntaryContextSwitches,
    involuntary: used.involuntaryContextSwitches,
    syscalls: syscallCounter >= 0 ? readCounter(syscallCounter) : 0,
  };
}

function readCounter(descriptor) {
  const bytes = Buffer.alloc(8);
  fs.readSync(descriptor, bytes, 0, 8, null);
  return Number(bytes.readBigUInt64LE(0));
}

export function noUsage() {
  return { userNs: 0, systemNs: 0, voluntary: 0, involuntary: 0, syscalls: 0 };
}

// total + (after - before), field by field.
export function addUsage(total, before, after) {
  for (const field of Object.keys(total)) total[field] += after[field] - before[field];
}

function status(field) {
  const line = fs.readFileSync('/proc/self/status', 'utf8').split('\n').find((text) => text.startsWith(field));
  return line ? parseInt(line.slice(field.length), 10) : 0;
}

export const peakResidentBytes = () => status('VmHWM:') * 1024;
export const liveThreads = () => status('Threads:');
