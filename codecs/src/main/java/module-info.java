/** Framing: bytes to messages and back, with a limit on everything. */
module dev.samara.codec {
  requires transitive io.netty.buffer;
  requires transitive io.vertx.core;
  requires tools.jackson.core;
  requires tools.jackson.dataformat.cbor;

  exports dev.samara.codec;
  exports dev.samara.codec.datagram;
  exports dev.samara.codec.length;
  exports dev.samara.codec.line;
  exports dev.samara.codec.stream;
  exports dev.samara.codec.value;
}
