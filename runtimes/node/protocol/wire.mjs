// What carries the bytes between this worker and the target: TCP, or TLS 1.3 over it.
import net from 'net';
import tls from 'tls';
import { InputError } from './errors.mjs';

export class Wire {
  // `name` of a cell's wire, undefined for TCP; `certificate` the SHA-256 of the only one that is accepted.
  constructor(name, target, certificate, context) {
    this.target = target; // { host, port }
    this.isTls = Boolean(name) && name.startsWith('tls');
    this.resumes = name === 'tls_resumed';
    this.certificate = certificate;
    this.context = context;
    this.session = undefined; // the latest ticket
    if (this.isTls && !certificate) throw new InputError('--unblock_certificate is missing: the target prints its SHA-256 as it starts');
    if (!this.isTls) return;
    context.note('wire', name);
    context.note('tls', `OpenSSL ${process.versions.openssl}, the target's certificate pinned`);
  }

  // A connected socket, past the handshake where there is one.
  connect() {
    return new Promise((resolve, reject) => {
      const socket = this.isTls ? this.secured() : net.connect({ ...this.target, noDelay: true });
      socket.once('error', reject);
      socket.once(this.isTls ? 'secureConnect' : 'connect', () => {
        const problem = this.isTls ? this.claim(socket) : '';
        if (problem) socket.destroy(new Error(problem));
        else resolve(socket);
      });
    });
  }

  secured() {
    const socket = tls.connect({ ...this.target, minVersion: 'TLSv1.3', rejectUnauthorized: false, session: this.session });
    socket.setNoDelay(true);
    if (this.resumes) socket.on('session', (session) => { this.session = session; });
    return socket;
  }

  // Counts the connection, which net announces where it is not under TLS. A sentence where it leads to somebody else.
  claim(socket) {
    const { claim } = this.context;
    claim.connections += 1;
    claim.tlsConnections += 1;
    if (socket.isSessionReused()) { // by who has the keys of a connection that was checked; no certificate is shown again
      claim.tlsResumed += 1;
      return '';
    }
    const shown = socket.getPeerCertificate().fingerprint256 || '';
    if (shown.replace(/:/g, '').toLowerCase() === this.certificate) return '';
    return 'the certificate is not the target\'s: its SHA-256 is not the one that the target announced';
  }
}
