/**
 * How two ends of a connection find out who they are before the first message is dealt with: {@link
 * dev.samara.net.handshake.Handshakes} puts a handshake in front of a route. A handshake speaks in
 * whole messages, so it works with any framing.
 *
 * <p>The ready ones, byte for byte; all text is UTF-8 and a space is one byte of 0x20:
 *
 * <pre>
 *                     client                          server
 *   keyword           NAME                            OK
 *   token             NAME SP TOKEN                   OK
 *   HMAC-SHA256                                       HMAC-SHA256 SP NONCE
 *                     NAME SP MAC                     OK
 *   name first        NAME
 *   TLS identity      (nothing)                       (nothing)
 * </pre>
 *
 * <p>{@code NONCE} is 32 random bytes as 64 lower-case hexadecimal digits. {@code MAC} is
 * HMAC-SHA256 (RFC 2104, FIPS 180-4) under the shared secret, over the 32 bytes of the nonce
 * followed by the bytes of the name, as 64 hexadecimal digits. Who is turned away is told nothing,
 * except by "name first"; the connection ends. None of them protects what follows: use TLS.
 */
package dev.samara.net.handshake;
