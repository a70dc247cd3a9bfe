/** Listeners, connections, routes and named clients: messages over sockets on Vert.x. */
module dev.samara.net {
  requires transitive dev.samara.codec;
  requires transitive io.vertx.core;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.netty.handler;
  requires org.slf4j;

  exports dev.samara.net;
  exports dev.samara.net.access;
  exports dev.samara.net.client;
  exports dev.samara.net.connection;
  exports dev.samara.net.flow;
  exports dev.samara.net.job;
  exports dev.samara.net.poll;
  exports dev.samara.net.read;
  exports dev.samara.net.route;
  exports dev.samara.net.simple;
  exports dev.samara.net.time;
  exports dev.samara.net.trace;
}
