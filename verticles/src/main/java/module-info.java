/** Listeners, connections, routes and named clients: messages over sockets on Vert.x. */
module dev.samara.net {
  requires transitive dev.samara.codec;
  requires transitive io.vertx.core;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.netty.handler;
  requires io.netty.buffer;
  requires io.netty.resolver;
  requires io.netty.codec.haproxy;
  requires io.netty.transport.unix.common;
  requires static io.netty.transport.classes.epoll;
  requires java.naming;
  requires jdk.net;
  requires org.slf4j;

  exports dev.samara.net;
  exports dev.samara.net.access;
  exports dev.samara.net.client;
  exports dev.samara.net.connection;
  exports dev.samara.net.flow;
  exports dev.samara.net.handshake;
  exports dev.samara.net.job;
  exports dev.samara.net.memory;
  exports dev.samara.net.poll;
  exports dev.samara.net.process;
  exports dev.samara.net.read;
  exports dev.samara.net.route;
  exports dev.samara.net.simple;
  exports dev.samara.net.socket;
  exports dev.samara.net.testkit;
  exports dev.samara.net.time;
  exports dev.samara.net.trace;
  exports dev.samara.net.watch;
}
