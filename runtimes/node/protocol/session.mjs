// One life of a worker: the target it talks to, the contexts of its cells, the side file.
import fs from 'fs';
import diagnostics from 'diagnostics_channel';
import { setTimeout as wait } from 'timers/promises';
import { Context } from './context.mjs';
import { InputError } from './errors.mjs';
import { Wire } from './wire.mjs';
import { OwnTarget, digestOf, disagreement } from './target.mjs';

const KEPT_SPANS = 4096;

export class Session {
  // `makeDriver(cell, context)` gives what runs the passes of a cell: run() and close().
  constructor(runtime, options, makeDriver) {
    this.runtime = runtime;
    this.options = options;
    this.makeDriver = makeDriver;
    this.context = null;
    this.driver = null;
    this.spans = [];
    this.overheadSyscalls = 0;
    this.startupMs = null;
    this.sockets = new Set(); // not closed yet
    diagnostics.channel('net.client.socket').subscribe(({ socket }) => this.watch(socket));
  }

  // Every TCP connection of net, http and fetch is announced: what was opened is claimed.
  watch(socket) {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.once('connect', () => {
      if (this.context) this.context.claim.connections += 1;
    });
  }

  // Waits until every connection is either open or closed. fetch opens a new one in place of each that an abort has closed, whether
  // or not it is needed, and the target counts these too.
  async connectionsSettle() {
    while (Array.from(this.sockets).some((socket) => socket.connecting || socket.destroyed)) await wait(1);
  }

  // The context of a cell, made and warmed up at the first call; on later calls the same one, cleared.
  async open(cell) {
    if (this.cell === cell) {
      this.context.clear();
      return this.context;
    }
    await this.closeDriver();
    const server = cell.speaks_http && this.options.server ? this.options.server : null;
    const address = await this.address(cell, server);
    this.context = new Context(Object.fromEntries(cell.arguments), address, server, this.options.syscallCounter);
    const certificate = this.ownTarget ? this.ownTarget.certificate : this.options.certificate;
    this.context.wire = new Wire(this.context.arguments.wire, address, certificate, this.context);
    this.cell = cell;
    this.spans = [];
    this.driver = await this.makeDriver(cell, this.context);
    this.context.note('idiom', 'idiomatic');
    this.context.note('interpreter', `Node ${process.versions.node}, V8 ${process.versions.v8}`);
    if (server) this.context.note('target', `${server}, its work checked by the client only`);
    this.measureStartup();
    await this.warmUp(cell);
    return this.context;
  }

  async runPass() {
    await this.driver.run();
    this.context.endPass();
  }

  async address(cell, server) {
    if (!cell.needs_target) return null;
    if (server) return realServer(server);
    if (this.options.port) return { host: this.options.address, port: this.options.port };
    if (!this.ownTarget) this.ownTarget = await OwnTarget.start();
    await this.ownTarget.ask('reset');
    return { host: '127.0.0.1', port: this.ownTarget.port };
  }

  // From the launcher's first line to here: interpreter, modules, flags. Once, before the first pass.
  measureStartup() {
    const launchedUs = Number(process.env.UNBLOCK_LAUNCHED_US || NaN);
    if (this.startupMs === null && launchedUs > 0) {
      this.startupMs = performanceOrigin() - launchedUs / 1e3;
    }
  }

  async warmUp(cell) {
    const context = this.context;
    context.start();
    context.stop();
    this.overheadSyscalls = context.usage.syscalls;
    context.clear();
    context.threads = 0;
    if (cell.once) return;
    context.spansKept = this.options.spans ? KEPT_SPANS : 0;
    await this.runPass();
    this.spans = context.spans;
    context.spansKept = 0;
    context.clear();
  }

  // Where this worker owns the target, compares the claim with its count. Empty: they agree.
  async verify() {
    await this.connectionsSettle();
    if (this.context.wire.resumes && this.context.claim.tlsResumed === 0) return 'none of the TLS connections was resumed';
    if (!this.ownTarget || !this.cell.needs_target || this.context.realServer) return '';
    const claim = this.context.claim;
    return disagreement(claim, digestOf(claim.work), await this.ownTarget.ask('report'));
  }

  // Ends what runs, then writes the side file, if one was asked for.
  async finish() {
    await this.closeDriver();
    if (this.ownTarget) this.ownTarget.stop();
    if (!this.options.sideFile) return;
    writeFile(this.options.sideFile, JSON.stringify(this.context ? this.side() : { runtime: this.runtime }));
  }

  side() {
    const { claim, configuration, latency, uncorrected, failure, realServer: real } = this.context;
    return {
      runtime: this.runtime,
      cell: this.cell.name,
      claim: {
        connections: claim.connections,
        unix_connections: 0,
        tls_connections: claim.tlsConnections,
        tls_resumed: claim.tlsResumed,
        requests: claim.requests,
        bytes_out: claim.bytesOut,
        bytes_in: claim.bytesIn,
        digest: digestOf(real ? new Map() : claim.work),
      },
      configuration,
      latency: latency.rows(),
      uncorrected: uncorrected.rows(),
      failure,
      spans: this.spans,
    };
  }

  async closeDriver() {
    await this.connectionsSettle();
    if (this.driver) await this.driver.close();
    this.driver = null;
  }
}

// Milliseconds since 1970, finer than Date.now().
function performanceOrigin() {
  return performance.timeOrigin + performance.now();
}

function realServer(text) {
  let url;
  try {
    url = new URL(text);
  } catch (error) {
    url = null; // said below
  }
  if (!url || url.protocol !== 'http:') {
    throw new InputError(`target '${text}': an address like http://HOST:PORT/PATH is expected`);
  }
  return { host: url.hostname, port: Number(url.port) || 80 };
}

// The whole file or none of it.
export function writeFile(path, text) {
  try {
    fs.writeFileSync(`${path}.part`, text);
    fs.renameSync(`${path}.part`, path);
  } catch (error) {
    throw new InputError(`cannot write '${path}': ${error.message.split(',')[0]}`);
  }
}
