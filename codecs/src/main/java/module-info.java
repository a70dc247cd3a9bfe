/** Framing: bytes to messages and back, with a limit on everything. */
module dev.samara.codec {
  requires io.netty.common;
  requires transitive io.netty.buffer;
  requires transitive io.vertx.core;
  requires tools.jackson.core;
  requires tools.jackson.dataformat.cbor;

  exports dev.samara.codec;
  exports dev.samara.codec.catalog;
  exports dev.samara.codec.cobs;
  exports dev.samara.codec.convert;
  exports dev.samara.codec.datagram;
  exports dev.samara.codec.delimiter;
  exports dev.samara.codec.file;
  exports dev.samara.codec.fixed;
  exports dev.samara.codec.http;
  exports dev.samara.codec.length;
  exports dev.samara.codec.line;
  exports dev.samara.codec.magic;
  exports dev.samara.codec.netstring;
  exports dev.samara.codec.parse;
  exports dev.samara.codec.raw;
  exports dev.samara.codec.slip;
  exports dev.samara.codec.stream;
  exports dev.samara.codec.value;
  exports dev.samara.codec.websocket;
}
