package dev.samara.rpc.payload;

import java.lang.reflect.Type;
import java.util.List;

/**
 * How values become bytes. Immutable; any thread. Its codecs are asked for once for each method and
 * kept, so they may be expensive to make.
 */
public interface PayloadFormat {

  /**
   * What names the format in each request: the answer comes in the same.
   *
   * @return 0 to 255, never to be used for another format
   */
  int id();

  /**
   * The format as listings show it.
   *
   * @return such as {@code json}
   */
  String name();

  /**
   * For the arguments of a method.
   *
   * @param types the declared types of all parameters in order, each of {@link ValueTypes}
   * @return the codec of an array with one value for each
   * @throws IllegalArgumentException if the format cannot carry a type; names it
   */
  PayloadCodec<Object[]> arguments(List<Type> types);

  /**
   * For a result or one item of a stream.
   *
   * @param type the declared type, of {@link ValueTypes}; Void for none, whose one value is null
   * @return its codec
   * @throws IllegalArgumentException if the format cannot carry the type; names it
   */
  PayloadCodec<Object> value(Type type);
}
