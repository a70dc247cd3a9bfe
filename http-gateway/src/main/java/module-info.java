/**
 * The HTTP front of a node.
 *
 * <h2>Public</h2>
 *
 * {@link dev.samara.http}: the gateway, its options, and what it shows; {@link
 * dev.samara.http.limits}: how much of everything; {@link dev.samara.http.site}: TLS and what is
 * done for whole paths; {@link dev.samara.http.upload}: the store behind the uploads, usable
 * without HTTP; {@link dev.samara.http.websocket}: WebSocket as a transport of connections; {@link
 * dev.samara.http.sse}: server-sent events as one.
 *
 * <h2>Needs</h2>
 *
 * The RPC bus for {@code /rpc}, Vert.x core for the server; Netty for what Vert.x does not wrap
 * (the bytes of a buffer without a copy, the wire of HTTP/1.x). On a module path the wire needs
 * {@code --add-exports io.vertx.core/io.vertx.core.http.impl=dev.samara.http}; on a class path,
 * nothing.
 *
 * <p>The deprecated module is the part of vertx-web's SockJS bridge that says what is permitted.
 */
@SuppressWarnings("deprecation")
module dev.samara.http {
  requires transitive dev.samara.codec;
  requires transitive dev.samara.net;
  requires transitive dev.samara.rpc;
  requires transitive io.vertx.core;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.codec.http2;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.vertx.eventbusbridge;
  requires io.vertx.web;
  requires org.slf4j;

  exports dev.samara.http;
  exports dev.samara.http.body;
  exports dev.samara.http.bus;
  exports dev.samara.http.limits;
  exports dev.samara.http.mount;
  exports dev.samara.http.site;
  exports dev.samara.http.sse;
  exports dev.samara.http.upload;
  exports dev.samara.http.websocket;
}
