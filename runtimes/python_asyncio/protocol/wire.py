"""What carries the bytes between this worker and the target: TCP, a Unix socket, or TLS 1.3 over TCP."""
import asyncio
import hashlib
import ssl

from protocol.errors import InputError


class Wire:
    """`name` of a cell's wire, None for TCP; `certificate` is the SHA-256 of the only one that is accepted."""

    def __init__(self, name, target, certificate, context):
        self._name, self._target, self._certificate, self._context = name, target, certificate, context
        self._tls = self._settings() if name and name.startswith("tls") else None
        if name:
            context.note("wire", name)
        if self._tls:
            context.note("tls", f"{ssl.OPENSSL_VERSION}, the target's certificate pinned")

    def _settings(self):
        if not self._certificate:
            raise InputError("--unblock_certificate is missing: the target prints its SHA-256 as it starts")
        settings = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        settings.check_hostname, settings.verify_mode = False, ssl.CERT_NONE
        settings.minimum_version = ssl.TLSVersion.TLSv1_3
        return settings

    async def connect(self):
        """A pair of reader and writer, past the handshake where there is one."""
        if self._name == "unix":
            return await asyncio.open_unix_connection(f"\0unblock-target-{self._target[1]}")
        reader, writer = await asyncio.open_connection(*self._target, ssl=self._tls)
        if self._tls:
            shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
            if hashlib.sha256(shown).hexdigest() != self._certificate:
                writer.close()
                raise ConnectionError("the certificate is not the target's: its SHA-256 is not the one that the target announced")
        return reader, writer

    def figures(self):
        """Of the claimed connections, those that were more than TCP."""
        connections = self._context.claim.connections
        return {"unix_connections": connections if self._name == "unix" else 0, "tls_connections": connections if self._tls else 0, "tls_resumed": 0}
