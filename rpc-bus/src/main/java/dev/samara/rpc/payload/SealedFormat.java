package dev.samara.rpc.payload;

import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A format whose payloads are sealed with AES-GCM (NIST SP 800-38D).
 *
 * <pre>
 * 4 bytes    id of the key, the highest byte first
 * 12 bytes   nonce, random
 * n bytes    the payload, enciphered
 * 16 bytes   tag; it covers the format's id and the key's id as well
 * </pre>
 */
final class SealedFormat implements PayloadFormat {

  private static final int SEALED = 0x80;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEAD_BYTES = Integer.BYTES + NONCE_BYTES;

  private final PayloadFormat inner;
  private final PayloadKeys keys;
  private final Consumer<byte[]> randomness;

  SealedFormat(PayloadFormat inner, PayloadKeys keys) {
    this(inner, keys, new SecureRandom()::nextBytes);
  }

  /** For vectors with a nonce of one's own. */
  SealedFormat(PayloadFormat inner, PayloadKeys keys, Consumer<byte[]> randomness) {
    if (inner instanceof SealedFormat) {
      throw new IllegalStateException("these formats are sealed already");
    }
    this.inner = inner;
    this.keys = keys;
    this.randomness = randomness;
  }

  @Override
  public int id() {
    return SEALED | inner.id();
  }

  @Override
  public String name() {
    return "sealed " + inner.name();
  }

  @Override
  public PayloadCodec<Object[]> arguments(List<Type> types) {
    return sealed(inner.arguments(types));
  }

  @Override
  public PayloadCodec<Object> value(Type type) {
    return sealed(inner.value(type));
  }

  private <T> PayloadCodec<T> sealed(PayloadCodec<T> plain) {
    return new PayloadCodec<>() {
      @Override
      public Buffer write(T value) {
        return seal(plain.write(value).getBytes());
      }

      @Override
      public T read(Buffer bytes) {
        return plain.read(open(bytes.getBytes()));
      }
    };
  }

  Buffer seal(byte[] plain) {
    var key = keys.sealing();
    var nonce = new byte[NONCE_BYTES];
    randomness.accept(nonce);
    var out = new byte[HEAD_BYTES + plain.length + TAG_BYTES];
    ByteBuffer.wrap(out).putInt(key.id()).put(nonce);
    try {
      cipher(Cipher.ENCRYPT_MODE, key, out).doFinal(plain, 0, plain.length, out, HEAD_BYTES);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("AES-GCM with " + key, failure);
    }
    return Buffer.buffer(out);
  }

  Buffer open(byte[] sealed) {
    if (sealed.length < HEAD_BYTES + TAG_BYTES) {
      throw new PayloadException(
          "%d bytes (expected: a sealed payload of %d at least)"
              .formatted(sealed.length, HEAD_BYTES + TAG_BYTES));
    }
    var key = keys.opening(ByteBuffer.wrap(sealed).getInt());
    try {
      return Buffer.buffer(
          cipher(Cipher.DECRYPT_MODE, key, sealed)
              .doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES));
    } catch (GeneralSecurityException changed) {
      throw new PayloadException("it was changed, or sealed with another %s".formatted(key));
    }
  }

  /** For the payload behind that head. */
  private Cipher cipher(int mode, PayloadKey key, byte[] head) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, key.secret(), new GCMParameterSpec(8 * TAG_BYTES, head, Integer.BYTES, NONCE_BYTES));
    cipher.updateAAD(new byte[] {(byte) id()});
    cipher.updateAAD(head, 0, Integer.BYTES);
    return cipher;
  }
}
