package dev.samara.rpc.client;

import dev.samara.rpc.contract.MethodContract;
import dev.samara.rpc.dialogue.ItemEncoder;
import dev.samara.rpc.payload.PayloadFormat;
import dev.samara.rpc.wire.Endpoint;
import dev.samara.rpc.wire.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;
import java.util.function.IntFunction;

/** What is called with which values, before anybody has been chosen to deal with it. */
sealed interface CallSpec {
  Endpoint endpoint();

  /** Whether the method may run twice. */
  boolean isIdempotent();

  /** The same at another endpoint. */
  CallSpec at(Endpoint other);

  /** The same with values that nobody changes while attempts are made. */
  CallSpec isolated();

  /** What decides about the node, if the call itself does not say. */
  Optional<String> key();

  /** The arguments, without a stream; throws PayloadException if they cannot be sent. */
  Payload arguments(boolean inMemory);

  /** The stream among the arguments. */
  Optional<ReadStream<Object>> upload();

  /** Makes its items fit to be sent; says what it is told to of one that is too long. */
  ItemEncoder uploadItems(boolean inMemory, int maxBytes, IntFunction<String> tooLong);

  /** The result, or an item of it; throws PayloadException if it cannot be read. */
  Object result(Payload payload);

  /** A method of a checked interface. */
  record Typed(
      Endpoint endpoint,
      MethodContract method,
      PayloadFormat format,
      Object[] values,
      Optional<String> key,
      Optional<ReadStream<Object>> upload)
      implements CallSpec {

    @SuppressWarnings("unchecked")
    static Typed of(
        Endpoint endpoint, MethodContract method, PayloadFormat format, Object[] given) {
      Optional<Integer> at = method.uploadIndex();
      if (at.isEmpty()) {
        return new Typed(endpoint, method, format, given, method.keyOf(given), Optional.empty());
      }
      Object[] values = new Object[given.length - 1];
      System.arraycopy(given, 0, values, 0, at.get());
      System.arraycopy(given, at.get() + 1, values, at.get(), values.length - at.get());
      ReadStream<Object> stream = (ReadStream<Object>) given[at.get()];
      return new Typed(
          endpoint, method, format, values, method.keyOf(given), Optional.ofNullable(stream));
    }

    @Override
    public boolean isIdempotent() {
      return method.isIdempotent();
    }

    @Override
    public CallSpec at(Endpoint other) {
      return new Typed(other, method, format, values, key, upload);
    }

    @Override
    public CallSpec isolated() {
      Object[] own = method.isolatedArguments(values);
      return own == values ? this : new Typed(endpoint, method, format, own, key, upload);
    }

    @Override
    public Payload arguments(boolean inMemory) {
      return inMemory
          ? new Payload(Payload.IN_MEMORY, method.isolatedArguments(values))
          : new Payload(format.id(), method.codecs(format).arguments().write(values));
    }

    @Override
    public ItemEncoder uploadItems(boolean inMemory, int maxBytes, IntFunction<String> tooLong) {
      return inMemory
          ? ItemEncoder.inMemory(method::isolatedUpload)
          : ItemEncoder.bytes(format.id(), method.codecs(format).upload(), maxBytes, tooLong);
    }

    @Override
    public Object result(Payload payload) {
      return payload.isInMemory()
          ? payload.value()
          : method.codecs(format).result().read(payload.bytes());
    }
  }

  /** Values that are in a format already: the result will be in the same. */
  record Ready(Endpoint endpoint, Payload arguments) implements CallSpec {
    @Override
    public boolean isIdempotent() {
      return false;
    }

    @Override
    public CallSpec at(Endpoint other) {
      return new Ready(other, arguments);
    }

    @Override
    public CallSpec isolated() {
      return this;
    }

    @Override
    public Optional<String> key() {
      return Optional.empty();
    }

    @Override
    public Payload arguments(boolean inMemory) {
      return arguments;
    }

    @Override
    public Optional<ReadStream<Object>> upload() {
      return Optional.empty();
    }

    @Override
    public ItemEncoder uploadItems(boolean inMemory, int maxBytes, IntFunction<String> tooLong) {
      throw new IllegalStateException("there is no stream");
    }

    @Override
    public Buffer result(Payload payload) {
      return payload.bytes();
    }
  }
}
